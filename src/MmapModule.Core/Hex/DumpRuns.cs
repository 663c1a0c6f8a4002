using System;
using System.Buffers;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>Collects what a dump says, and makes as few runs of it as there can be.</summary>
internal sealed class DumpRuns
{
    private readonly List<DumpRun> _runs = [];
    private readonly ArrayBufferWriter<byte> _current = new();
    private long _start;

    /// <summary>The end of what came last.</summary>
    internal long End { get; private set; }

    /// <summary>How many bytes have been collected; repeated ones count once.</summary>
    internal long Count { get; private set; }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="MmapException">InvalidArgument: there are no such offsets.</exception>
    internal void Add(DumpRun run)
    {
        if (run.Offset < 0 || run.Length > long.MaxValue - run.Offset || (run.Length > 0 && run.Bytes.Length == 0))
        {
            throw DumpErrors.NoSuchPlace(run.Offset, run.Length);
        }

        if (run.IsRepeated)
        {
            Flush();
            _runs.Add(run);
        }
        else
        {
            if (run.Offset != End)
            {
                Flush();
            }

            if (_current.WrittenCount == 0)
            {
                _start = run.Offset;
            }

            _current.Write(run.Bytes);
        }

        Count += run.Bytes.Length;
        End = run.End;
    }

    /// <summary>All runs in the order of their offsets.</summary>
    /// <exception cref="MmapException">InvalidArgument: the dump says two things of one place.</exception>
    internal IReadOnlyList<DumpRun> ToList()
    {
        Flush();
        _runs.Sort(static (one, other) => one.Offset.CompareTo(other.Offset));
        for (int i = 1; i < _runs.Count; i++)
        {
            if (_runs[i].Offset < _runs[i - 1].End)
            {
                throw DumpErrors.SaidTwice(_runs[i].Offset);
            }
        }

        return _runs;
    }

    private void Flush()
    {
        if (_current.WrittenCount > 0)
        {
            _runs.Add(new DumpRun(_start, _current.WrittenSpan.ToArray()));
            _current.Clear();
        }
    }
}
