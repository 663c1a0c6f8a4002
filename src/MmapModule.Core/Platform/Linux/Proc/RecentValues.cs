using System;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>Remembers the objects made from the last few texts, since the lines of /proc repeat themselves.</summary>
internal sealed class RecentValues<T>
    where T : class
{
    private readonly (byte[] Text, T Value)[] _slots;
    private int _used;
    private int _next;

    internal RecentValues(int capacity) => _slots = new (byte[] Text, T Value)[capacity];

    internal bool TryGet(ReadOnlySpan<byte> text, out T value)
    {
        for (int i = 0; i < _used; i++)
        {
            if (text.SequenceEqual(_slots[i].Text))
            {
                value = _slots[i].Value;
                return true;
            }
        }

        value = null!;
        return false;
    }

    internal T Add(ReadOnlySpan<byte> text, T value)
    {
        _slots[_next] = (text.ToArray(), value);
        _next = (_next + 1) % _slots.Length;
        _used = Math.Max(_used, _next == 0 ? _slots.Length : _next);
        return value;
    }
}
