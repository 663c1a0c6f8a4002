using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;

namespace MmapModule.Commands;

/// <summary>Makes views of parts of maps.</summary>
[Cmdlet(VerbsCommon.Select, "MappedRegion", HelpUri = HelpLinks.Base + "Select-MappedRegion.md")]
[OutputType(typeof(MappedRegion))]
public sealed class SelectMappedRegionCommand : RegionCommand
{
    /// <summary>Cut the range into regions of this size in bytes; the last one may be shorter.</summary>
    [Parameter]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long? Split { get; set; }

    private protected override void Process(MappedMemory input, MapRange range)
    {
        long size = Math.Min(Split ?? long.MaxValue, Math.Max(range.Length, 1));
        long done = 0;
        do
        {
            // WriteObject stops the loop by itself at Ctrl+C.
            WriteObject(new MappedRegion(input.Owner, new MapRange(range.Offset + done, Math.Min(size, range.Length - done))));
            done += size;
        }
        while (done < range.Length);
    }
}
