using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;

namespace MmapModule.Search;

/// <summary>Searches many files side by side. A small one is read at once into memory that a thread keeps for that, so it is neither mapped nor kept open.</summary>
internal sealed class FileSearch : IDisposable
{
    /// <summary>Files of one batch; the first batches are smaller, so that the first hits are there at once.</summary>
    private const int LargestBatch = 64;

    /// <summary>Where the hits of a batch take more memory, about, the rest of it is left to the consumer, who takes one at a time.</summary>
    private const long MostKept = 4 * 1024 * 1024;

    private readonly SearchPattern _pattern;
    private readonly SearchOptions _options;
    private readonly SearchOptions _single;
    private readonly MatchDetail? _detail;
    private readonly bool _countOnly;
    private readonly long _wanted;
    private readonly ConcurrentBag<FileBuffer> _buffers = [];

    /// <param name="pattern">What to look for.</param>
    /// <param name="options">How; its number of threads is that of files.</param>
    /// <param name="detail">What hits tell of their lines; null for nothing.</param>
    /// <param name="countOnly">Only the number of hits is wanted.</param>
    /// <param name="wanted">Of each file so many hits are wanted.</param>
    internal FileSearch(SearchPattern pattern, SearchOptions options, MatchDetail? detail, bool countOnly, long wanted)
    {
        _pattern = pattern;
        _options = options;
        _single = options with { ThreadCount = 1 };
        _detail = detail;
        _countOnly = countOnly;
        _wanted = wanted;
    }

    public void Dispose()
    {
        while (_buffers.TryTake(out FileBuffer? buffer))
        {
            buffer.Dispose();
        }
    }

    /// <summary>What is found in the files, in their order.</summary>
    internal IEnumerable<FileHits> Run(IEnumerable<SearchedFile> files, CancellationToken cancellation)
    {
        foreach (List<FileHits> batch in OrderedPieces.RunAhead(Batches(files), _options.ThreadCount, Search, cancellation))
        {
            foreach (FileHits found in batch)
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<List<SearchedFile>> Batches(IEnumerable<SearchedFile> files)
    {
        int size = 1;
        List<SearchedFile> batch = [];
        foreach (SearchedFile file in files)
        {
            batch.Add(file);
            if (batch.Count >= size)
            {
                yield return batch;
                batch = [];
                size = Math.Min(size + 1, LargestBatch);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private List<FileHits> Search(List<SearchedFile> files, CancellationToken cancellation)
    {
        List<FileHits> found = new(files.Count);
        FileBuffer buffer = _buffers.TryTake(out FileBuffer? kept) ? kept : new FileBuffer();
        long room = MostKept;
        try
        {
            foreach (SearchedFile file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                found.Add(file.Error is null && room > 0 ? Search(file, buffer, ref room, cancellation) : FileHits.NotSearched(file));
            }
        }
        finally
        {
            _buffers.Add(buffer);
        }

        return found;
    }

    private FileHits Search(SearchedFile file, FileBuffer buffer, ref long room, CancellationToken cancellation)
    {
        if (!buffer.TryRead(file.File, out MapRange range))
        {
            return FileHits.NotSearched(file);
        }

        MatchReader? reader = null;
        SearchOptions options = _single;
        try
        {
            if (_countOnly)
            {
                return new FileHits(file, IsDone: true) { Count = buffer.Map.CountMatches(_pattern, options, range, _wanted, null, cancellation) };
            }

            List<MappedMatch>? hits = null;
            foreach (PieceHits piece in SearchWalk.Run(_pattern, buffer.Map, range, options, countOnly: false, null, OrderedPieces.PieceSize, cancellation))
            {
                for (long i = 0; i < piece.Count && (hits?.Count ?? 0) < _wanted; i++)
                {
                    reader ??= new MatchReader(_pattern, buffer.Map, range, options, _detail, range.Length);
                    MappedMatch hit = reader.Read(piece[i], piece.NumberOf(i), cancellation);
                    (hits ??= []).Add(hit);
                    room -= hit.Weight;
                    if (room < 0)
                    {
                        return FileHits.NotSearched(file);
                    }
                }

                if (hits?.Count >= _wanted)
                {
                    break;
                }
            }

            return new FileHits(file, IsDone: true) { Hits = hits ?? [], HasCut = reader?.HasCut == true, Missed = reader?.Missed };
        }
        catch (MmapException)
        {
            // It will happen again when the turn of the file comes, and be reported then.
            return FileHits.NotSearched(file);
        }
        finally
        {
            reader?.Dispose();
        }
    }
}
