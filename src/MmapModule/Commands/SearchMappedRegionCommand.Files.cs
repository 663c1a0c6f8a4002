using System;
using System.Collections.Generic;
using System.Linq;
using MmapModule.Errors;
using MmapModule.Search;

namespace MmapModule.Commands;

/// <content>Files, which are searched in parallel.</content>
public sealed partial class SearchMappedRegionCommand
{
    /// <summary>How many files from the pipeline are collected before they are searched.</summary>
    private const int MostWaiting = 64;

    /// <summary>Files that come after a longer pause, in milliseconds, are searched at once; others are not collected for longer.</summary>
    private const int LongestWait = 50;

    private readonly Queue<SearchedFile> _unseen = [];
    private readonly List<(IEnumerable<FoundFile> Files, string? Named)> _waiting = [];
    private FileTree? _tree;
    private long _waitingSince;
    private long _lastCame;

    private protected override IEnumerable<FoundFile> Files(string path) => _tree?.Walk(path) ?? base.Files(path);

    /// <summary>Waits for more files, if there may be more.</summary>
    private protected override void HandleFiles(IEnumerable<FoundFile> files, string? named)
    {
        long now = Environment.TickCount64;
        bool isAfterPause = now - _lastCame >= LongestWait;
        _lastCame = now;
        if (_waiting.Count == 0)
        {
            _waitingSince = now;
        }

        _waiting.Add((files, named));
        if (MyInvocation.ExpectingInput && (isAfterPause || _waiting.Count >= MostWaiting || now - _waitingSince >= LongestWait))
        {
            Settle();
        }
    }

    /// <summary>Small files are searched in parallel; searches from the end or in a part go through one file after the other.</summary>
    private protected override void Settle()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        (IEnumerable<FoundFile> Files, string? Named)[] given = [.. _waiting];
        _waiting.Clear();
        if (!Recurse && given.SelectMany(static one => one.Files).Take(2).Count() < 2)
        {
            base.HandleFiles(given.SelectMany(static one => one.Files), given[0].Named);
            return;
        }

        bool isWhole = Offset == 0 && Length is null && !FromEnd && Last is null;
        using FileSearch search = new(_pattern, Options(), _detail, CountOnly, First ?? long.MaxValue);
        foreach (FileHits found in isWhole ? search.Run(WithErrors(given), Stop) : WithErrors(given).Select(FileHits.NotSearched))
        {
            Write(found);
        }
    }

    private void Write(FileHits found)
    {
        if (found.File.Error is { } error)
        {
            Report(error, found.File.Path);
        }
        else if (!found.IsDone)
        {
            HandleOne(found.File.File, found.File.IsNamed);
        }
        else if (CountOnly)
        {
            WriteObject(found.Count);
        }
        else
        {
            WriteObject(found.Hits, enumerateCollection: true);
            _hasCut |= found.HasCut;
            if (found.Missed is { } missed)
            {
                Report(missed, found.File.Path);
            }
        }
    }

    /// <summary>Entries of a folder that cannot be examined are reported in their place among the files.</summary>
    private IEnumerable<SearchedFile> WithErrors(IEnumerable<(IEnumerable<FoundFile> Files, string? Named)> given)
    {
        foreach ((IEnumerable<FoundFile> files, string? named) in given)
        {
            foreach (FoundFile file in files)
            {
                while (_unseen.TryDequeue(out SearchedFile error))
                {
                    yield return error;
                }

                yield return new SearchedFile(file, null, file.Path == named);
            }
        }

        while (_unseen.TryDequeue(out SearchedFile error))
        {
            yield return error;
        }
    }
}
