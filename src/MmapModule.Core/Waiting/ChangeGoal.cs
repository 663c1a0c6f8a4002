using System;

namespace MmapModule.Waiting;

/// <summary>Waits for other bytes than those that were there at first.</summary>
internal sealed class ChangeGoal : WaitGoal
{
    private byte[]? _first;

    /// <param name="first">The bytes to compare with; null for those that are there at the first look.</param>
    internal ChangeGoal(byte[]? first = null) => _first = first;

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
