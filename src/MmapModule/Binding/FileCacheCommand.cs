using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A cmdlet that does something with the page cache of files or of all files in folders.</summary>
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

    /// <summary>The files, taken as they are.</summary>
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

    /// <summary>Starts the clock of the progress display.</summary>
    protected override void BeginProcessing() => _progress = new ProgressReporter(this, Activity);

    /// <summary>Treats each input.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case FileCacheSet:
                foreach (FileCacheInfo info in FileCache)
                {
                    TreatInfo(info);
                }

                break;
            case RegionSet:
                Array.ForEach(Region, TreatRegion);
                break;
            case LiteralPathSet:
                Array.ForEach(LiteralPath, path => TreatAll(path, isLiteral: true));
                break;
            default:
                Array.ForEach(Path, path => TreatAll(path, isLiteral: false));
                break;
        }
    }

    /// <summary>Takes the progress display away.</summary>
    protected override void EndProcessing() => _progress?.Complete();

    /// <summary>How -WhatIf and -Confirm call what is treated.</summary>
    private protected static string Name(CachedFile file) =>
        file.IsPart ? FormattableString.Invariant($"{file.Path}, {ByteCount.Text(file.Range.Length)} at offset {file.Range.Offset}") : file.Path;

    /// <summary>Does the work; returns what to write when the file has been closed.</summary>
    private protected abstract FileCacheInfo? Treat(CachedFile file, ByteProgress progress);

    /// <summary>What was looked at as a part is treated as a part.</summary>
    private void TreatInfo(FileCacheInfo info)
    {
        if (info is FileCacheRegionInfo part)
        {
            TreatOne(info.Path, isNamed: true, part.Range);
        }
        else
        {
            TreatAll(info.Path, isLiteral: true);
        }
    }

    private void TreatRegion(MappedRegion region)
    {
        try
        {
            region.Map.ThrowIfClosed();
            MapRange range = region.Resolve(0, null, false);
            string path = region.Path ?? throw MapErrors.Invalid("The map of this region has no file, so the page cache holds nothing of it.", "Give a region of a map of a file.");
            TreatOne(path, isNamed: true, range.Shift(region.Map.FileOffset));
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, region);
        }
    }

    private void TreatAll(string path, bool isLiteral)
    {
        try
        {
            bool isPattern = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
            IReadOnlyList<string> found = PathResolver.Resolve(this, path, isLiteral);
            foreach (string item in found)
            {
                if (!Recurse)
                {
                    TreatOne(item, isNamed: !isPattern);
                    continue;
                }

                _tree ??= new FileTree((where, error) => Report(error, where), Stop);
                foreach (string file in _tree.Walk(item))
                {
                    TreatOne(file, isNamed: !isPattern && file == item);
                }
            }
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, path);
        }
    }

    private void TreatOne(string path, bool isNamed, MapRange? part = null)
    {
        try
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
        catch (MmapException error) when (error.Kind == MmapErrorKind.NotMappable && !isNamed)
        {
            WriteVerbose(error.Message + " It is left out.");
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, path);
        }
    }
}
