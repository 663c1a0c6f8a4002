using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Reads what is missing of files into the page cache.</summary>
[Cmdlet(VerbsData.Initialize, "FileCache", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Initialize-FileCache.md")]
[OutputType(typeof(FileCacheInfo), typeof(FileCacheSummary))]
public sealed class InitializeFileCacheCommand : FileCacheCommand
{
    /// <summary>Write the resulting state to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => Activities.LoadIntoCache;

    private protected override FileCacheInfo? Treat(CachedFile file, IReadOnlyList<MapRange>? ranges, ByteProgress progress)
    {
        if (!IsConfirmed(file, Actions.LoadIntoCache))
        {
            return null;
        }

        // What was cached once is less than all of the file, and it did fit.
        long available = CachedFile.AvailableMemory;
        if (ranges is null && file.Length > available)
        {
            WriteWarning(Notices.LargerThanMemory(file.Path, file.Length, available));
        }

        long read = file.Load(ranges ?? [file.Range], progress, Stop);
        Worked += read;
        WriteVerbose(Notices.Loaded(read, file.Path));
        return PassThru || Summary ? file.GetState(progress, Stop) : null;
    }
}
