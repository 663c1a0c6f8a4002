using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MmapModule.Measuring;

/// <summary>How often each byte value occurs in some bytes.</summary>
internal sealed class ByteCounts
{
    internal const int Values = 256;

    /// <summary>A value that follows on itself would wait for its own counter, so there are several of each.</summary>
    private const int Tables = 4;

    /// <summary>Fewer bytes than this are counted one by one: adding up the tables would take longer.</summary>
    private const int WorthTables = 256;

    /// <summary>No counter of the tables can overflow within so many bytes.</summary>
    private const int MostAtOnce = 1 << 30;

    private readonly long[] _counts = new long[Values];
    private readonly uint[] _tables = new uint[Values * Tables];

    /// <summary>How many bytes have been counted.</summary>
    internal long Length { get; private set; }

    /// <summary>How often each value occurs.</summary>
    internal ReadOnlySpan<long> Counts => _counts;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > MostAtOnce)
        {
            Add(bytes[..MostAtOnce]);
            bytes = bytes[MostAtOnce..];
        }

        Length += bytes.Length;
        if (bytes.Length >= WorthTables)
        {
            int words = bytes.Length / sizeof(ulong);
            CountWords(MemoryMarshal.Cast<byte, ulong>(bytes), _tables);
            TakeTables();
            bytes = bytes[(words * sizeof(ulong))..];
        }

        foreach (byte value in bytes)
        {
            _counts[value]++;
        }
    }

    internal void AddZeros(long count)
    {
        _counts[0] += count;
        Length += count;
    }

    internal void Add(ByteCounts other)
    {
        for (int value = 0; value < Values; value++)
        {
            _counts[value] += other._counts[value];
        }

        Length += other.Length;
    }

    internal void Clear()
    {
        Array.Clear(_counts);
        Length = 0;
    }

    /// <summary>Counts eight bytes at a time, in four tables.</summary>
    // SAFETY: the array has four tables of 256 counters; an index is a byte and the start of one of them.
    private static void CountWords(ReadOnlySpan<ulong> words, uint[] tables)
    {
        ref uint table = ref MemoryMarshal.GetArrayDataReference(tables);
        foreach (ulong word in words)
        {
            uint low = (uint)word;
            uint high = (uint)(word >> 32);
            Unsafe.Add(ref table, (nint)(byte)low)++;
            Unsafe.Add(ref table, 256 + (nint)(byte)(low >> 8))++;
            Unsafe.Add(ref table, 512 + (nint)(byte)(low >> 16))++;
            Unsafe.Add(ref table, 768 + (nint)(low >> 24))++;
            Unsafe.Add(ref table, (nint)(byte)high)++;
            Unsafe.Add(ref table, 256 + (nint)(byte)(high >> 8))++;
            Unsafe.Add(ref table, 512 + (nint)(byte)(high >> 16))++;
            Unsafe.Add(ref table, 768 + (nint)(high >> 24))++;
        }
    }

    private void TakeTables()
    {
        Span<Vector<long>> counts = MemoryMarshal.Cast<long, Vector<long>>(_counts);
        ReadOnlySpan<Vector<uint>> tables = MemoryMarshal.Cast<uint, Vector<uint>>(_tables);
        int width = Values / Vector<uint>.Count;
        for (int i = 0; i < width; i++)
        {
            Vector<uint> sum = tables[i] + tables[width + i] + tables[(2 * width) + i] + tables[(3 * width) + i];
            Vector.Widen(sum, out Vector<ulong> low, out Vector<ulong> high);
            counts[2 * i] += Vector.AsVectorInt64(low);
            counts[(2 * i) + 1] += Vector.AsVectorInt64(high);
        }

        Array.Clear(_tables);
    }
}
