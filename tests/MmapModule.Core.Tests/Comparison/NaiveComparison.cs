using System;
using System.Collections.Generic;

namespace MmapModule.Tests;

/// <summary>Compares arrays byte by byte, as the reference for the engine.</summary>
internal static class NaiveComparison
{
    internal static List<(long Offset, long Length, MappedDifferenceKind Kind)> Find(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, long blockSize)
    {
        List<(long Offset, long Length, MappedDifferenceKind Kind)> found = [];
        int common = Math.Min(first.Length, second.Length);
        for (int i = 0; i < common; i++)
        {
            if (first[i] == second[i])
            {
                continue;
            }

            long start = i / blockSize * blockSize;
            long end = Math.Min(common, start + blockSize);
            if (found.Count > 0 && found[^1].Offset + found[^1].Length >= start)
            {
                found[^1] = (found[^1].Offset, end - found[^1].Offset, MappedDifferenceKind.Changed);
            }
            else
            {
                found.Add((start, end - start, MappedDifferenceKind.Changed));
            }
        }

        if (first.Length != second.Length)
        {
            MappedDifferenceKind kind = first.Length > second.Length ? MappedDifferenceKind.ReferenceOnly : MappedDifferenceKind.DifferenceOnly;
            found.Add((common, Math.Abs(first.Length - second.Length), kind));
        }

        return found;
    }
}
