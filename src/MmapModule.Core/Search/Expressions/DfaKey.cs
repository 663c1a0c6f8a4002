using System;

namespace MmapModule.Search;

/// <summary>What makes a state of <see cref="Dfa"/> what it is.</summary>
/// <param name="states">The states of the expression, the preferred one first; -1 at the end: a match may begin at any later place.</param>
/// <param name="seen">The class of the byte that was read last.</param>
internal sealed class DfaKey(int[] states, int seen) : IEquatable<DfaKey>
{
    internal int[] States { get; } = states;

    internal int Seen { get; } = seen;

    internal bool HasBegin => States.Length > 0 && States[^1] < 0;

    internal bool IsWaiting => States.Length == 1 && States[0] < 0;

    public bool Equals(DfaKey? other) => other is not null && Seen == other.Seen && States.AsSpan().SequenceEqual(other.States);

    public override bool Equals(object? obj) => Equals(obj as DfaKey);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Seen);
        foreach (int state in States)
        {
            hash.Add(state);
        }

        return hash.ToHashCode();
    }
}
