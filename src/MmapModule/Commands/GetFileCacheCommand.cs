using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Tells how much of files is in the page cache.</summary>
[Cmdlet(VerbsCommon.Get, "FileCache", DefaultParameterSetName = PathSet, HelpUri = HelpLinks.Base + "Get-FileCache.md")]
[OutputType(typeof(FileCacheInfo), typeof(FileCacheDetail), typeof(FileCacheSummary))]
public sealed class GetFileCacheCommand : FileCacheCommand
{
    /// <summary>Tell which parts are cached, so that they can be loaded again later.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override string Activity => Activities.LookAtCache;

    private protected override void CheckParameters()
    {
        if (Summary && Detailed)
        {
            throw CombinationErrors.TotalsOfParts();
        }
    }

    private protected override FileCacheInfo? Treat(CachedFile file, IReadOnlyList<MapRange>? ranges, ByteProgress progress)
    {
        Worked += file.Length;
        return Detailed ? file.GetDetail(progress, Stop) : file.GetState(progress, Stop);
    }
}
