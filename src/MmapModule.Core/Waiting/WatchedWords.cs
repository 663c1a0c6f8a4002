using System;
using MmapModule.Access;
using MmapModule.Platform;

namespace MmapModule.Waiting;

/// <summary>The words that a wait sleeps on.</summary>
/// <remarks>
/// The first word of each page stands for the page: who writes anywhere in it through this module wakes that word, with one
/// system call for each page. The words of a short range are watched themselves too: a change between the last check and the
/// sleep then keeps the sleep from beginning, and programs that use futex(2) wake the word that they change.
/// </remarks>
internal readonly struct WatchedWords
{
    /// <summary>This many pages are watched, and woken after a write.</summary>
    internal const int MostPages = 16;

    internal const int WordSize = sizeof(uint);

    private const int MostWords = 32;

    private readonly IMapPlatform? _platform;
    private readonly nint[]? _addresses;
    private readonly uint[] _values;
    private readonly int _pageCount;

    /// <param name="platform">The platform.</param>
    /// <param name="first">The address of the range.</param>
    /// <param name="length">Its length in bytes, at least 1.</param>
    internal WatchedWords(IMapPlatform platform, nint first, long length)
    {
        _platform = platform;
        int pageSize = platform.PageSize;
        MapRange words = new MapRange(first, length).Outward(WordSize);
        MapRange pages = words.Outward(pageSize);
        int wordCount = words.Length <= MostWords * WordSize ? (int)(words.Length / WordSize) : 0;
        _pageCount = (int)Math.Min(MostPages, pages.Length / pageSize);
        _addresses = new nint[_pageCount + wordCount];
        _values = new uint[_addresses.Length];
        for (int i = 0; i < _pageCount; i++)
        {
            _addresses[i] = (nint)(pages.Offset + ((long)i * pageSize));
        }

        for (int i = 0; i < wordCount; i++)
        {
            _addresses[_pageCount + i] = (nint)(words.Offset + (i * WordSize));
        }
    }

    /// <summary>Notes the values that the words have now; false if one cannot be read.</summary>
    // SAFETY: the caller holds the gate of the mapping, and the copier reports bad pages.
    internal unsafe bool TryRead()
    {
        MemoryCopier copier = _platform!.Copying.FaultProof;
        fixed (uint* values = _values)
        {
            // Not the copier of the map: a word may reach beyond the end of the file, where the page is readable still.
            for (int i = 0; i < _pageCount; i++)
            {
                if (copier.CopyFrom((byte*)(values + i), MappedPlace.InMemory(_addresses![i]), WordSize) != WordSize)
                {
                    return false;
                }
            }

            long rest = (long)(_values.Length - _pageCount) * WordSize;
            return rest == 0 || copier.CopyFrom((byte*)(values + _pageCount), MappedPlace.InMemory(_addresses![_pageCount]), rest) == rest;
        }
    }

    /// <summary>Sleeps; false if that is not possible on these words, or if there are none.</summary>
    internal bool Sleep(long nanoseconds) => _addresses is not null && _platform!.Waiting.Sleep(_addresses, _values, nanoseconds);
}
