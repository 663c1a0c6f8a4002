using System;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Commands;

/// <summary>Tells which pages of maps are in memory.</summary>
[Cmdlet(VerbsCommon.Get, "MemoryMapResidency", HelpUri = HelpLinks.Base + "Get-MemoryMapResidency.md")]
[OutputType(typeof(PageRun), typeof(MemoryMapResidency))]
public sealed class GetMemoryMapResidencyCommand : RegionCommand
{
    /// <summary>One object with the numbers instead of the runs of pages.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>Looks at each input.</summary>
    protected override void ProcessRecord()
    {
        using ProgressReporter progress = new(this, "Looking at the pages of " + InputObject.Owner);
        try
        {
            MapRange range = InputObject.Resolve(Offset, Length, FromEnd);
            bool isNamed = InputObject.IsNamedRange(Offset, Length);
            MemoryMapResidency summary = InputObject.Owner.GetResidency(range, isNamed, progress.Update, Stop);
            progress.Complete();
            if (Summary)
            {
                WriteObject(summary);
                return;
            }

            // The runs come from a second look, so that they need no memory however many there are.
            foreach (PageRun run in InputObject.Owner.GetPageRuns(range, isNamed, summary, Stop))
            {
                WriteObject(run);
            }
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, InputObject);
        }
    }
}
