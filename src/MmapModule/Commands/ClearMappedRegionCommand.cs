using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Copying;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Fills maps with a pattern, or frees their blocks or memory.</summary>
[Cmdlet(VerbsCommon.Clear, "MappedRegion", DefaultParameterSetName = FillSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Clear-MappedRegion.md")]
[OutputType(typeof(MappedRegion), ParameterSetName = [FillSet, PunchSet])]
[OutputType(typeof(SparseRegion), ParameterSetName = [DigSet])]
public sealed class ClearMappedRegionCommand : RegionCommand
{
    private const string FillSet = "Fill";
    private const string PunchSet = "PunchHole";
    private const string DigSet = "DigHole";

    /// <summary>The bytes to fill with, repeated as often as needed; zero by default.</summary>
    [Parameter(ParameterSetName = FillSet)]
    [ByteList]
    [ValidateNotNullOrEmpty]
    public byte[] Fill { get; set; } = [0];

    /// <summary>Return the blocks of the file, or the memory, to the system.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PunchSet)]
    public SwitchParameter PunchHole { get; set; }

    /// <summary>Return the blocks that hold nothing but zeros to the system; the bytes stay the same.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DigSet)]
    public SwitchParameter DigHole { get; set; }

    /// <summary>Do so even if others have the file open.</summary>
    [Parameter(ParameterSetName = DigSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Write the region that was cleared to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool IsWriting => true;

    /// <summary>Clearing must not reach past the end of a region.</summary>
    private protected override MapRange ResolveRange() => Input.ResolveChange(Offset, Length, FromEnd);

    private protected override void Process(MappedMemory input, MapRange range)
    {
        if (!ShouldProcess(Actions.Range(range, input.Owner), DigHole ? Actions.Dig : PunchHole ? Actions.ClearAndFree : Actions.Fill(Fill)))
        {
            return;
        }

        using ProgressReporter progress = new(this, Activities.Clear(input.Owner));
        MappedRegion region = DigHole ? Dig(input.Owner, range, progress) : Clear(input.Owner, range, progress);
        progress.Finish(range.Length);
        if (PassThru)
        {
            WriteObject(region);
        }
    }

    private SparseRegion Dig(MemoryMap map, MapRange range, ProgressReporter progress)
    {
        SparseRegion region = new HoleDigger(map, range, Force).Dig(progress.Update, Stop);
        WriteVerbose(Notices.Dug(region.FreedBytes, map));
        return region;
    }

    private MappedRegion Clear(MemoryMap map, MapRange range, ProgressReporter progress)
    {
        RegionFiller filler = new(map, range);
        if (PunchHole)
        {
            filler.Punch(progress.Update, Stop);
        }
        else
        {
            filler.Fill(Fill, progress.Update, Stop);
        }

        return new MappedRegion(map, range);
    }
}
