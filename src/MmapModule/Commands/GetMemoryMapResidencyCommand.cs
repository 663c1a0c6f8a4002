using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Tells which pages of maps are in memory.</summary>
[Cmdlet(VerbsCommon.Get, "MemoryMapResidency", HelpUri = HelpLinks.Base + "Get-MemoryMapResidency.md")]
[OutputType(typeof(PageRun), typeof(MemoryMapResidency))]
public sealed class GetMemoryMapResidencyCommand : RegionCommand
{
    /// <summary>One object with the numbers instead of the runs of pages.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    private protected override void Process(MappedMemory input, MapRange range)
    {
        bool isNamed = input.IsNamedRange(Offset, Length);
        MemoryMapResidency summary;
        using (ProgressReporter progress = new(this, Activities.LookAtPages(input.Owner)))
        {
            summary = input.Owner.GetResidency(range, isNamed, progress.Update, Stop);
        }

        if (Summary)
        {
            WriteObject(summary);
            return;
        }

        // The runs come from a second query, so that they need no memory however many there are.
        foreach (PageRun run in input.Owner.GetPageRuns(range, isNamed, summary, Stop))
        {
            WriteObject(run);
        }
    }
}
