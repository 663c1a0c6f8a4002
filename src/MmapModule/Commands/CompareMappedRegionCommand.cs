using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Finds where two maps or regions differ.</summary>
[Cmdlet(VerbsData.Compare, "MappedRegion", DefaultParameterSetName = DifferenceSet, HelpUri = HelpLinks.Base + "Compare-MappedRegion.md")]
[OutputType(typeof(MappedDifference), ParameterSetName = [DifferenceSet])]
[OutputType(typeof(bool), ParameterSetName = [QuietSet])]
public sealed class CompareMappedRegionCommand : MappedInputCommand
{
    private const string DifferenceSet = "Difference";
    private const string QuietSet = "Quiet";

    private MappedMemory _reference = null!;

    /// <summary>What to compare with; the path of a file or the id of a map stands for it.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [MapInput]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapInputCompleter))]
    public MappedMemory ReferenceObject { get; set; } = null!;

    /// <summary>What is compared; the path of a file or the id of a map stands for it.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [MapInput]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapInputCompleter))]
    public MappedMemory DifferenceObject { get; set; } = null!;

    /// <summary>Report whole blocks of this many bytes.</summary>
    [Parameter(ParameterSetName = DifferenceSet)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long BlockSize { get; set; } = 1;

    /// <summary>Stop after this many ranges.</summary>
    [Parameter(ParameterSetName = DifferenceSet)]
    [ValidateRange(1, long.MaxValue)]
    public long? First { get; set; }

    /// <summary>Only tell whether both are equal.</summary>
    [Parameter(Mandatory = true, ParameterSetName = QuietSet)]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How many threads compare at a time; as many as there are cores by default.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    private protected override MappedMemory? Given => DifferenceObject;

    private protected override void Prepare() => Require(NameOf(ReferenceObject), _ => _reference = OpenOne(ReferenceObject));

    private protected override void HandleInput()
    {
        using ProgressReporter progress = new(this, Activities.Compare(_reference.Owner, Input.Owner));
        CompareOptions options = new() { BlockSize = BlockSize, ThreadCount = ThrottleLimit, Progress = progress.Update };
        if (Quiet)
        {
            WriteObject(_reference.ContentEquals(Input, options, Stop));
        }
        else
        {
            WriteDifferences(options);
        }

        progress.Finish();
    }

    /// <summary>The engine says which of the two inputs failed.</summary>
    private protected override ErrorRecord Record(Exception error, object? target) => base.Record(error, (error as MmapException)?.Input is { } input ? input.Owner.Source?.Path ?? (object)input : target);

    private void WriteDifferences(CompareOptions options)
    {
        long left = First ?? long.MaxValue;
        foreach (MappedDifference difference in _reference.Compare(Input, options, Stop))
        {
            WriteObject(difference);
            if (--left == 0)
            {
                return;
            }
        }
    }
}
