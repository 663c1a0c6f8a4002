using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Reads what is missing of files into the page cache.</summary>
[Cmdlet(VerbsData.Initialize, "FileCache", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Initialize-FileCache.md")]
[OutputType(typeof(FileCacheInfo))]
public sealed class InitializeFileCacheCommand : FileCacheCommand
{
    /// <summary>Write the resulting state to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => Activities.LoadIntoCache;

    private protected override FileCacheInfo? Treat(CachedFile file, ByteProgress progress)
    {
        if (!ShouldProcess(Actions.Cached(file), Actions.LoadIntoCache))
        {
            return null;
        }

        long available = CachedFile.AvailableMemory;
        if (file.Length > available)
        {
            WriteWarning(Notices.LargerThanMemory(file.Path, file.Length, available));
        }

        WriteVerbose(Notices.Loaded(file.Load(progress, Stop), file.Path));
        return PassThru ? file.GetState(progress, Stop) : null;
    }
}
