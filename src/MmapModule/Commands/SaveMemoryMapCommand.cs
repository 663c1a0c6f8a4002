using System;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Commands;

/// <summary>Writes private changes to the file, or a map to another file.</summary>
[Cmdlet(VerbsData.Save, "MemoryMap", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Save-MemoryMap.md")]
[OutputType(typeof(MemoryMapSaveResult))]
public sealed class SaveMemoryMapCommand : MmapCommand
{
    /// <summary>The maps to save.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [ValidateNotNull]
    public MemoryMap[] InputObject { get; set; } = [];

    /// <summary>Write to this file instead of the map's own.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Write only the pages that this process has changed.</summary>
    [Parameter]
    public SwitchParameter ChangedOnly { get; set; }

    /// <summary>Saves each map.</summary>
    protected override void ProcessRecord()
    {
        foreach (MemoryMap map in InputObject)
        {
            using ProgressReporter progress = new(this, "Saving " + map);
            try
            {
                string? target = Path is null ? null : PathResolver.Resolve(this, Path, isLiteral: true)[0];
                if (ShouldProcess(target ?? map.Path ?? map.ToString(), "Write the " + (ChangedOnly ? "changed pages" : "content") + " of map " + map.Id))
                {
                    WriteObject(map.Save(target, ChangedOnly, progress.Update, Stop));
                }
            }
            catch (Exception error) when (IsReportable(error))
            {
                Report(error, map);
            }
        }
    }
}
