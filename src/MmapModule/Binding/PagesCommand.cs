using System;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A cmdlet that does something to the pages of a range, and gives the input back with -PassThru.</summary>
public abstract class PagesCommand : MmapCommand
{
    /// <summary>The maps or regions.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [ValidateNotNull]
    public MappedMemory[] InputObject { get; set; } = [];

    /// <summary>Where to start, in bytes from the start of the input.</summary>
    [Parameter]
    [ByteSize]
    public long Offset { get; set; }

    /// <summary>How many bytes; the rest of the input by default.</summary>
    [Parameter]
    [ByteSize]
    public long? Length { get; set; }

    /// <summary>Count the offset back from the end of the input.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }

    /// <summary>Write the input to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is done, for -WhatIf and -Confirm.</summary>
    private protected abstract string Action { get; }

    /// <summary>Acts on each input.</summary>
    protected override void ProcessRecord()
    {
        foreach (MappedMemory input in InputObject)
        {
            try
            {
                MapRange range = input.ResolveChange(Offset, Length, FromEnd);
                string what = FormattableString.Invariant($"{ByteCount.Text(range.Length)} at offset {range.Offset} of {input.Owner}");
                if (!ShouldProcess(what, Action))
                {
                    continue;
                }

                Act(input.Owner, range);
                if (PassThru)
                {
                    WriteObject(input);
                }
            }
            catch (Exception error) when (IsReportable(error))
            {
                Report(error, input);
            }
        }
    }

    /// <summary>Does it.</summary>
    private protected abstract void Act(MemoryMap map, MapRange range);
}
