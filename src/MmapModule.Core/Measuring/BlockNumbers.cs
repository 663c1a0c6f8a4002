using System;

namespace MmapModule.Measuring;

/// <summary>What is told of a block of bytes. The five shares add up to 1.</summary>
internal readonly record struct BlockNumbers(double Entropy, double Zero, double Control, double Text, double High, double Full, int Distinct)
{
    /// <summary>The logarithm would take longer than counting the bytes of a small block.</summary>
    private const int KnownTerms = 4096;

    private static readonly double[] s_terms = MakeTerms();

    /// <summary>The numbers of a block of zeros.</summary>
    internal static BlockNumbers OfZeros { get; } = new(0, 1, 0, 0, 0, 0, 1);

    /// <summary>Works out the numbers of at least one byte.</summary>
    internal static BlockNumbers From(ByteCounts counts)
    {
        ReadOnlySpan<long> all = counts.Counts;
        double total = counts.Length;
        double sum = 0;
        int distinct = 0;
        foreach (long count in all)
        {
            if (count > 0)
            {
                distinct++;
                sum += count <= KnownTerms ? s_terms[count] : count * Math.Log2(count);
            }
        }

        // Rounding must not make something of nothing.
        double entropy = distinct == 1 ? 0 : Math.Clamp(Math.Log2(total) - (sum / total), 0, 8);
        long text = Sum(all[0x09..0x0E]) + Sum(all[0x20..0x7F]);
        long control = Sum(all[0x01..0x09]) + Sum(all[0x0E..0x20]) + all[0x7F];
        return new BlockNumbers(entropy, all[0] / total, control / total, text / total, Sum(all[0x80..0xFF]) / total, all[0xFF] / total, distinct);
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            sum += count;
        }

        return sum;
    }

    private static double[] MakeTerms()
    {
        double[] terms = new double[KnownTerms + 1];
        for (int count = 1; count < terms.Length; count++)
        {
            terms[count] = count * Math.Log2(count);
        }

        return terms;
    }
}
