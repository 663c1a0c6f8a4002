using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Formatting;

namespace MmapModule.Commands;

/// <summary>Reads what is missing of files into the page cache.</summary>
[Cmdlet(VerbsData.Initialize, "FileCache", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Initialize-FileCache.md")]
[OutputType(typeof(FileCacheInfo))]
public sealed class InitializeFileCacheCommand : FileCacheCommand
{
    /// <summary>Write the state after it to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => "Reading into the page cache";

    private protected override FileCacheInfo? Treat(CachedFile file, ByteProgress progress)
    {
        if (!ShouldProcess(Name(file), "Read what is missing into the page cache"))
        {
            return null;
        }

        WarnIfLarge(file);
        long read = file.Load(progress, Stop);
        WriteVerbose(FormattableString.Invariant($"{read} bytes of '{file.Path}' were missing and have been read."));
        return PassThru ? file.GetState(progress, Stop) : null;
    }

    private void WarnIfLarge(CachedFile file)
    {
        long available = CachedFile.AvailableMemory;
        if (file.Length > available)
        {
            WriteWarning($"'{file.Path}' has {ByteSize.Format(file.Length)} and {ByteSize.Format(available)} of memory are available: the end of the file will push its beginning out again.");
        }
    }
}
