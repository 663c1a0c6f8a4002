using System;
using System.Management.Automation;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Binding;

/// <summary>A cmdlet that does something with the page cache of files or of all files in folders.</summary>
/// <remarks>Path is declared here and not taken from <see cref="PathRangeCommand"/>: a region must not become the whole of its file.</remarks>
public abstract class FileCacheCommand : MmapCommand
{
    private protected const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string FileCacheSet = "FileCache";
    private const string RegionSet = "Region";

    private ProgressReporter? _progress;
    private FileTree? _tree;
    private long _filesDone;

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [MappedPath(RefusesRegions = true)]
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

    /// <summary>What the progress display says is being done.</summary>
    private protected abstract string Activity { get; }

    private protected sealed override void Begin() => _progress = new ProgressReporter(this, Activity);

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

    private protected override void End() => _progress?.Complete();

    /// <summary>Does the work; returns what to write when the file has been closed.</summary>
    private protected abstract FileCacheInfo? Treat(CachedFile file, ByteProgress progress);

    /// <summary>What was examined as a part is treated as a part.</summary>
    private void TreatInfo(FileCacheInfo info)
    {
        if (info is FileCacheRegionInfo part)
        {
            TreatFile(info.Path, isNamed: true, part.Range);
        }
        else
        {
            Try(info.Path, path => TreatAll(path, isLiteral: true));
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

            _tree ??= new FileTree((where, error) => Report(error, where), Stop);
            foreach (FoundFile file in _tree.Walk(item))
            {
                TreatFile(file.Path, isNamed: !isPattern && file.Path == item);
            }
        }
    }

    private void TreatFile(string path, bool isNamed, MapRange? part = null) => Try(path, _ =>
    {
        try
        {
            TreatOne(path, part);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.NotMappable && !isNamed)
        {
            WriteVerbose(Notices.Skipped(error.Message));
        }
    });

    private void TreatOne(string path, MapRange? part)
    {
        FileCacheInfo? result;
        using (CachedFile file = CachedFile.Open(path, part))
        {
            result = Treat(file, (done, total) => _progress!.Update(_filesDone, path, done, total));
        }

        _filesDone++;
        if (result is not null)
        {
            WriteObject(result);
        }
    }
}
