using System;
using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Drops files from the page cache.</summary>
[Cmdlet(VerbsCommon.Clear, "FileCache", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Clear-FileCache.md")]
[OutputType(typeof(FileCacheInfo), typeof(FileCacheSummary))]
public sealed class ClearFileCacheCommand : FileCacheCommand
{
    private string? _keptExample;
    private long _keptFiles;
    private long _keptBytes;

    /// <summary>Write changed pages to the disk first, so that they can be dropped too.</summary>
    [Parameter]
    public SwitchParameter Sync { get; set; }

    /// <summary>Write the resulting state to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => Activities.DropFromCache;

    /// <summary>Says what has stayed.</summary>
    private protected override void End()
    {
        base.End();
        if (_keptFiles == 1)
        {
            WriteWarning(_keptExample!);
        }
        else if (_keptFiles > 1)
        {
            WriteWarning(CacheNotices.SeveralKept(_keptBytes, _keptFiles, _keptExample!));
        }
    }

    private protected override FileCacheInfo? Treat(CachedFile file, IReadOnlyList<MapRange>? ranges, ByteProgress progress)
    {
        if (!IsConfirmed(file, Sync ? Actions.SyncAndDropFromCache : Actions.DropFromCache))
        {
            return null;
        }

        Worked += file.Length;
        FileCacheInfo before = file.GetState(progress, Stop);
        file.Evict(Sync, progress, Stop);
        FileCacheInfo after = file.GetState(progress, Stop);
        if (!after.Reliable)
        {
            WriteVerbose(CacheNotices.Unknown(file.Path));
        }
        else if (after.CachedBytes > 0)
        {
            _keptFiles++;
            _keptBytes += after.CachedBytes;
            _keptExample = CacheNotices.Kept(file, before, after, Sync);
            WriteVerbose(_keptExample);
        }

        return PassThru || Summary ? after : null;
    }
}
