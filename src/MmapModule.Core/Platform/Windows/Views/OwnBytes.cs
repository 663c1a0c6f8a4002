using System;
using System.Collections.Generic;
using MmapModule.Access;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Access;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.Views;

/// <summary>The bytes of a view that would be lost with it, because no file and no other view has them.</summary>
internal sealed class OwnBytes
{
    private readonly List<(long Offset, byte[] Bytes)> _saved = [];

    private readonly bool _keepsZeros;

    private OwnBytes(bool keepsZeros) => _keepsZeros = keepsZeros;

    /// <summary>Copies what would be lost.</summary>
    /// <param name="platform">Which knows the private pages.</param>
    /// <param name="view">The view.</param>
    /// <param name="length">How much of it matters.</param>
    /// <param name="isAny">False if it has no bytes of its own.</param>
    /// <param name="except">What does not matter.</param>
    internal static OwnBytes Save(WindowsPlatform platform, View view, long length, bool isAny, MapRange except = default)
    {
        OwnBytes own = new(view.IsCopyOnWrite);
        if (!isAny || length == 0)
        {
            return own;
        }

        IReadOnlyList<MapRange> ranges = view.IsCopyOnWrite
            ? platform.PrivatePages(view.Address, length)
            : [new MapRange(0, length)];
        platform.WhileReadable(view, () =>
        {
            foreach (MapRange range in ranges)
            {
                own.Add(view.Address, range.To(Math.Clamp(except.Offset, range.Offset, range.End)));
                own.Add(view.Address, range.From(Math.Clamp(except.End, range.Offset, range.End)));
            }
        });
        return own;
    }

    /// <summary>There are none.</summary>
    internal bool IsEmpty => _saved.Count == 0;

    /// <summary>Writes the bytes into a view that can be written.</summary>
    /// <exception cref="MmapException">A page cannot be written: what it had is lost.</exception>
    // SAFETY: the copier survives bad pages.
    internal unsafe void Restore(nint address)
    {
        foreach ((long offset, byte[] bytes) in _saved)
        {
            fixed (byte* start = bytes)
            {
                long put = GuardedCopier.Instance.CopyTo(address + (nint)offset, start, bytes.Length);
                if (put < bytes.Length)
                {
                    throw WindowsErrors.Translate(Win32Error.ERROR_SWAPERROR, new NativeFailure { Call = "MapViewOfFile", Offset = offset + put, Length = bytes.Length - put, ForWriting = true });
                }
            }
        }
    }

    // SAFETY: the array is pinned; the copier survives bad pages.
    private unsafe void Add(nint address, MapRange range)
    {
        const long piece = 16 * 1024 * 1024;
        for (MapRange rest = range; rest.Length > 0; rest = rest.From(rest.First(piece).End))
        {
            byte[] bytes = GC.AllocateUninitializedArray<byte>((int)rest.First(piece).Length);
            fixed (byte* start = bytes)
            {
                long got = GuardedCopier.Instance.CopyFrom(start, MappedPlace.InMemory(address + (nint)rest.Offset), bytes.Length);
                if (got < bytes.Length)
                {
                    // Nothing has been unmapped yet: rather stop here than go on without them.
                    throw WindowsErrors.Translate(Win32Error.ERROR_SWAPERROR, new NativeFailure { Call = "UnmapViewOfFile", Offset = rest.Offset + got, Length = bytes.Length - got });
                }
            }

            // New memory has zeros already; a file may have something else.
            if (_keepsZeros || bytes.AsSpan().IndexOfAnyExcept((byte)0) >= 0)
            {
                _saved.Add((rest.Offset, bytes));
            }
        }
    }
}
