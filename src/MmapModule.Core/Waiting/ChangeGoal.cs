using System;

namespace MmapModule.Waiting;

/// <summary>Waits for other bytes than those that were there at first.</summary>
internal sealed class ChangeGoal : WaitGoal
{
    private byte[]? _first;

    internal override bool IsMet(ReadOnlySpan<byte> bytes)
    {
        if (_first is null)
        {
            _first = bytes.ToArray();
            return false;
        }

        return !bytes.SequenceEqual(_first);
    }
}
