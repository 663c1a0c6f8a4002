using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Measures blocks of maps: their entropy, and how much of them is zeros or text.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "MappedRegion", HelpUri = HelpLinks.Base + "Measure-MappedRegion.md")]
[OutputType(typeof(MappedBlock))]
public sealed class MeasureMappedRegionCommand : RegionCommand
{
    /// <summary>How many bytes a block has; by default so many that there are at most 64 blocks.</summary>
    [Parameter]
    [ByteSize]
    [ValidateRange(1, long.MaxValue)]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? BlockSize { get; set; }

    /// <summary>How many threads measure at a time; as many as there are cores by default.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    private protected override void Process(MappedMemory input, MapRange range)
    {
        using ProgressReporter progress = new(this, Activities.Measure(input.Owner));
        MeasureOptions options = new() { BlockSize = BlockSize, ThreadCount = ThrottleLimit, Progress = progress.Update };
        foreach (MappedBlock block in input.Measure(range, options, Stop))
        {
            WriteObject(block);
        }
    }
}
