using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Copying;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Fills maps with a pattern, or frees their blocks or memory.</summary>
[Cmdlet(VerbsCommon.Clear, "MappedRegion", DefaultParameterSetName = FillSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Clear-MappedRegion.md")]
[OutputType(typeof(MappedRegion))]
public sealed class ClearMappedRegionCommand : RegionCommand
{
    private const string FillSet = "Fill";
    private const string PunchSet = "PunchHole";

    /// <summary>The bytes to fill with, repeated as often as needed; zero by default.</summary>
    [Parameter(ParameterSetName = FillSet)]
    [ByteList]
    [ValidateNotNullOrEmpty]
    public byte[] Fill { get; set; } = [0];

    /// <summary>Return the blocks of the file, or the memory, to the system.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PunchSet)]
    public SwitchParameter PunchHole { get; set; }

    /// <summary>Write the region that was cleared to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool IsWriting => true;

    /// <summary>Clearing must not reach past the end of a region.</summary>
    private protected override MapRange ResolveRange() => Input.ResolveChange(Offset, Length, FromEnd);

    private protected override void Process(MappedMemory input, MapRange range)
    {
        if (!ShouldProcess(Actions.Range(range, input.Owner), PunchHole ? Actions.ClearAndFree : Actions.Fill(Fill)))
        {
            return;
        }

        using ProgressReporter progress = new(this, Activities.Clear(input.Owner));
        RegionFiller filler = new(input.Owner, range);
        if (PunchHole)
        {
            filler.Punch(progress.Update, Stop);
        }
        else
        {
            filler.Fill(Fill, progress.Update, Stop);
        }

        progress.Finish(range.Length);
        if (PassThru)
        {
            WriteObject(new MappedRegion(input.Owner, range));
        }
    }
}
