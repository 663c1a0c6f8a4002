using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Copying;

namespace MmapModule.Commands;

/// <summary>Fills maps with a pattern, or frees what stands behind them.</summary>
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

    /// <summary>Give the blocks of the file, or the memory, back to the system.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PunchSet)]
    public SwitchParameter PunchHole { get; set; }

    /// <summary>Write the region that was cleared to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Clears each input.</summary>
    protected override void ProcessRecord()
    {
        using ProgressReporter progress = new(this, "Clearing " + InputObject.Owner);
        try
        {
            MapRange range = InputObject.ResolveChange(Offset, Length, FromEnd);
            string what = FormattableString.Invariant($"{ByteCount.Text(range.Length)} at offset {range.Offset} of {InputObject.Owner}");
            if (!ShouldProcess(what, PunchHole ? "Clear and free" : "Overwrite with " + DescribeFill()))
            {
                return;
            }

            RegionFiller filler = new(InputObject.Owner, range);
            if (PunchHole)
            {
                filler.Punch(progress.Update, Stop);
            }
            else
            {
                filler.Fill(Fill, progress.Update, Stop);
            }

            if (PassThru)
            {
                WriteObject(new MappedRegion(InputObject.Owner, range));
            }
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, InputObject);
        }
    }

    private string DescribeFill() =>
        Fill.AsSpan().IndexOfAnyExcept((byte)0) < 0 ? "zeros"
            : Fill.Length <= 16 ? Convert.ToHexString(Fill)
            : FormattableString.Invariant($"a pattern of {Fill.Length} bytes");
}
