using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Tells how much of files is in the page cache.</summary>
[Cmdlet(VerbsCommon.Get, "FileCache", DefaultParameterSetName = PathSet, HelpUri = HelpLinks.Base + "Get-FileCache.md")]
[OutputType(typeof(FileCacheInfo))]
public sealed class GetFileCacheCommand : FileCacheCommand
{
    private protected override string Activity => Activities.LookAtCache;

    private protected override FileCacheInfo? Treat(CachedFile file, ByteProgress progress) => file.GetState(progress, Stop);
}
