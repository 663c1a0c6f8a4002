using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Binding;

/// <summary>A cmdlet that does something with the page cache of files or of all files in folders.</summary>
/// <remarks>Path is declared here and not taken from <see cref="PathRangeCommand"/>: a region must not become the whole of its file.</remarks>
public abstract class FileCacheCommand : RangeCommand
{
    private protected const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string FileCacheSet = "FileCache";
    private const string RegionSet = "Region";

    private ProgressReporter? _progress;
    private FileTree? _tree;
    private FileCacheSummary? _summary;
    private FilePart _part;
    private long _filesDone;
    private bool _hasDeclined;

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [MappedPath(RefusesRegions = true, RefusesDetails = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken literally.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What Get-FileCache has written.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FileCacheSet)]
    [CachedFile]
    [ValidateNotNullOrEmpty]
    public FileCacheInfo[] FileCache { get; set; } = [];

    /// <summary>Regions of maps of files: only that part of the file counts.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RegionSet)]
    [ValidateNotNull]
    public MappedRegion[] Region { get; set; } = [];

    /// <summary>All files in the folders and below.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = FileCacheSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Only the files of these names, in the folders; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Include { get; set; } = [];

    /// <summary>Neither the files nor the folders of these names, in the folders; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Also what symbolic links in the folders lead to.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter FollowSymlink { get; set; }

    /// <summary>Skip folders on which another file system is mounted.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter OneFileSystem { get; set; }

    /// <summary>Write one object with the totals at the end, and none for each file.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>How many bytes have been worked on, for -Verbose.</summary>
    private protected long Worked { get; set; }

    /// <summary>What the progress display says is being done.</summary>
    private protected abstract string Activity { get; }

    private protected sealed override void Begin()
    {
        if (!Recurse && (Include.Length + Exclude.Length > 0 || FollowSymlink || OneFileSystem))
        {
            throw CombinationErrors.TreeWithoutRecurse();
        }

        CheckParameters();
        _part = new FilePart(Offset, Length, FromEnd);
        _summary = Summary ? new FileCacheSummary() : null;
        _progress = new ProgressReporter(this, Activity);
    }

    /// <summary>Refuses parameters that do not go together.</summary>
    private protected virtual void CheckParameters()
    {
    }

    private protected sealed override void ProcessInput()
    {
        switch (ParameterSetName)
        {
            case FileCacheSet:
                ForEach(FileCache, TreatInfo);
                break;
            case RegionSet:
                ForEach(Region, TreatRegion);
                break;
            case LiteralPathSet:
                ForEach(LiteralPath, path => TreatAll(path, isLiteral: true));
                break;
            default:
                ForEach(Path, path => TreatAll(path, isLiteral: false));
                break;
        }
    }

    private protected override void End()
    {
        _progress?.Complete();
        _progress?.Finish(Worked);
        if (_summary is { } summary && (summary.Files > 0 || !_hasDeclined))
        {
            WriteObject(summary);
        }
    }

    /// <summary>Does the work; returns what to write when the file has been closed.</summary>
    /// <param name="file">The file, or the part of it.</param>
    /// <param name="ranges">The parts of it that were cached when it was examined; null if nobody has.</param>
    /// <param name="progress">How far the work has come.</param>
    /// <returns>The state after it; null if it is not wanted.</returns>
    private protected abstract FileCacheInfo? Treat(CachedFile file, IReadOnlyList<MapRange>? ranges, ByteProgress progress);

    /// <summary>Asks the user whether to do something with a file.</summary>
    private protected bool IsConfirmed(CachedFile file, string action)
    {
        bool isConfirmed = ShouldProcess(Actions.Cached(file), action);
        _hasDeclined |= !isConfirmed;
        return isConfirmed;
    }

    /// <summary>What was examined as a part is treated as a part.</summary>
    private void TreatInfo(FileCacheInfo info)
    {
        switch (info)
        {
            case FileCacheRegionInfo part:
                TreatFile(info.Path, isNamed: true, part.Range);
                break;
            case FileCacheDetail detail:
                TreatFile(info.Path, isNamed: true, detail.IsPart ? detail.Range : null, detail.Ranges);
                break;
            default:
                Try(info.Path, path => TreatAll(path, isLiteral: true));
                break;
        }
    }

    private void TreatRegion(MappedRegion region)
    {
        region.Map.ThrowIfClosed();
        MapRange range = region.Resolve(0, null, false);
        string path = region.Path ?? throw PathArgumentErrors.RegionWithoutFile();
        TreatFile(path, isNamed: true, range.Shift(region.Map.FileOffset));
    }

    private void TreatAll(string path, bool isLiteral)
    {
        bool isPattern = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
        foreach (string item in FilesOf(path, isLiteral))
        {
            if (!Recurse)
            {
                TreatFile(item, isNamed: !isPattern);
                continue;
            }

            _tree ??= new FileTree((where, error) => Report(error, where), Stop, TreeFilter.Options(Include, Exclude, FollowSymlink, OneFileSystem, everyName: false));
            foreach (FoundFile file in _tree.Walk(item))
            {
                TreatFile(file.Path, isNamed: !isPattern && file.Path == item);
            }
        }
    }

    private void TreatFile(string path, bool isNamed, MapRange? range = null, IReadOnlyList<MapRange>? ranges = null) => Try(path, _ =>
    {
        try
        {
            TreatOne(path, range, ranges);
        }
        catch (MmapException error) when (!isNamed && error.Kind is (MmapErrorKind.NotMappable or MmapErrorKind.RegionOutOfRange))
        {
            WriteVerbose(Notices.Skipped(error.Message));
        }
    });

    private void TreatOne(string path, MapRange? range, IReadOnlyList<MapRange>? ranges)
    {
        FileCacheInfo? result;
        using (CachedFile file = CachedFile.Open(path, range, _part))
        {
            result = Treat(file, ranges, (done, total) => _progress!.Update(_filesDone, path, done, total));
            if (result is not null)
            {
                _summary?.Add(result, file.Identity);
            }
        }

        _filesDone++;
        if (result is not null && _summary is null)
        {
            WriteObject(result);
        }
    }
}
