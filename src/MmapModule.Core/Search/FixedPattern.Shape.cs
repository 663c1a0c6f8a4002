using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MmapModule.Search;

/// <content>What can be known of a pattern before the search.</content>
internal sealed partial class FixedPattern
{
    /// <summary>The two rarest bytes, so that few places have to be looked at closely.</summary>
    private (int First, int Second) ChooseAnchors()
    {
        int first = 0;
        for (int i = 1; i < _bits.Length; i++)
        {
            first = Rank(i) < Rank(first) ? i : first;
        }

        int second = first == 0 ? Math.Min(1, _bits.Length - 1) : 0;
        for (int i = 0; i < _bits.Length; i++)
        {
            second = i != first && Rank(i) < Rank(second) ? i : second;
        }

        return (first, second);
    }

    private int Rank(int index) => ByteRanks.Rank(_bits[index], _mask[index]);

    /// <summary>The first eight bytes as one number.</summary>
    private static ulong Head(byte[] bytes)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        head.Clear();
        bytes.AsSpan(0, Math.Min(head.Length, bytes.Length)).CopyTo(head);
        return Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(head));
    }

    private bool CanOverlapItself()
    {
        for (int shift = 1; shift < _bits.Length; shift++)
        {
            int i = 0;
            while (i + shift < _bits.Length && ((_bits[i] ^ _bits[i + shift]) & _mask[i] & _mask[i + shift]) == 0)
            {
                i++;
            }

            if (i + shift == _bits.Length)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether all known bytes are compared already when two of them are.</summary>
    private bool IsCovered()
    {
        for (int i = 0; i < _mask.Length; i++)
        {
            if (_mask[i] != 0 && i != _first && i != _second)
            {
                return false;
            }
        }

        return true;
    }
}
