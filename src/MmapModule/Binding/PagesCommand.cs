using System.Management.Automation;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Binding;

/// <summary>A cmdlet that does something to the pages of a range, and passes the input on with -PassThru.</summary>
public abstract class PagesCommand : RangeCommand
{
    /// <summary>The maps or regions.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [MapInput(IdsOnly = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapIdCompleter))]
    public MappedMemory[] InputObject { get; set; } = [];

    /// <summary>Write the input to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is done, for -WhatIf and -Confirm.</summary>
    private protected abstract string Action { get; }

    private protected sealed override void ProcessInput() => ForEachMap(InputObject, Process);

    /// <summary>Does the work.</summary>
    private protected abstract void Process(MemoryMap map, MapRange range);

    private void Process(MappedMemory input)
    {
        MapRange range = input.ResolveChange(Offset, Length, FromEnd);
        if (!ShouldProcess(Actions.Range(range, input.Owner), Action))
        {
            return;
        }

        Process(input.Owner, range);
        if (PassThru)
        {
            WriteObject(input);
        }
    }
}
