using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Writes private changes to the file, or a map to another file.</summary>
[Cmdlet(VerbsData.Save, "MemoryMap", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Save-MemoryMap.md")]
[OutputType(typeof(MemoryMapSaveResult))]
public sealed class SaveMemoryMapCommand : MapsCommand
{
    /// <summary>Write to this file instead of the map's own.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Write only the pages that this process has changed.</summary>
    [Parameter]
    public SwitchParameter ChangedOnly { get; set; }

    /// <summary>The file must not be there already.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    private protected override void Begin() => Require(Path, path =>
    {
        if (NoClobber && path is null)
        {
            throw CombinationErrors.NewWithoutFile(nameof(NoClobber), "-Path");
        }
    });

    private protected override void Process(MemoryMap map)
    {
        string? target = Path is null ? null : PathResolver.Full(this, Path);
        if (ShouldProcess(target ?? map.Path ?? map.ToString(), Actions.Save(map, ChangedOnly)))
        {
            using ProgressReporter progress = new(this, Activities.Save(map));
            MemoryMapSaveResult result = map.Save(target, ChangedOnly, progress.Update, Stop, NoClobber);
            progress.Finish(result.BytesWritten);
            WriteObject(result);
        }
    }
}
