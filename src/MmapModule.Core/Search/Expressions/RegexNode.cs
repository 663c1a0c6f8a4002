using System;
using System.Collections.Generic;
using System.Linq;

namespace MmapModule.Search;

/// <summary>A part of a regular expression over bytes. Case and options are resolved already.</summary>
internal abstract record RegexNode
{
    /// <summary>No match has this many bytes: it stands for "as many as there are".</summary>
    internal const int Unlimited = int.MaxValue;

    /// <summary>The least number of bytes that match.</summary>
    internal abstract int Least { get; }

    /// <summary>The greatest number of bytes that match, or <see cref="Unlimited"/>.</summary>
    internal abstract int Most { get; }

    internal bool IsNullable => Least == 0;

    /// <summary>What it is made of; empty for what has no parts.</summary>
    internal virtual IReadOnlyList<RegexNode> Parts => [];

    /// <summary>The same kind of node with each of <see cref="Parts"/> replaced.</summary>
    internal virtual RegexNode With(Func<RegexNode, RegexNode> map) => this;

    /// <summary>Whether it, or anything inside of it, is wanted.</summary>
    internal bool Any(Func<RegexNode, bool> isWanted) => isWanted(this) || Parts.Any(part => part.Any(isWanted));

    private protected static int Add(int one, int other) => (int)Math.Min((long)one + other, Unlimited);

    private protected static int Multiply(int one, int other) => (int)Math.Min((long)one * other, Unlimited);

    /// <summary>One byte out of a set.</summary>
    internal sealed record Bytes(ByteSet Set) : RegexNode
    {
        internal override int Least => 1;

        internal override int Most => 1;
    }

    /// <summary>
    /// One character out of a set, in text of two-byte units. <see cref="UnitAlphabet"/> makes bytes of it; <paramref name="Text"/> is how
    /// .NET writes the set.
    /// </summary>
    internal sealed record Unit(UnitSet Set, string Text) : RegexNode
    {
        internal override int Least => 1;

        internal override int Most => 1;
    }

    /// <summary>One part after another; none of them matches without any byte.</summary>
    internal sealed record Sequence(IReadOnlyList<RegexNode> Parts) : RegexNode
    {
        internal override IReadOnlyList<RegexNode> Parts { get; } = Parts;

        internal override int Least { get; } = Parts.Aggregate(0, static (sum, part) => Add(sum, part.Least));

        internal override int Most { get; } = Parts.Aggregate(0, static (sum, part) => Add(sum, part.Most));

        internal override RegexNode With(Func<RegexNode, RegexNode> map) => new Sequence([.. Parts.Select(map)]);
    }

    /// <summary>The first of some ways that leads to a match.</summary>
    internal sealed record Choice(IReadOnlyList<RegexNode> Ways) : RegexNode
    {
        internal override int Least { get; } = Ways.Min(static way => way.Least);

        internal override int Most { get; } = Ways.Max(static way => way.Most);

        internal override IReadOnlyList<RegexNode> Parts => Ways;

        internal override RegexNode With(Func<RegexNode, RegexNode> map) => new Choice([.. Ways.Select(map)]);
    }

    /// <summary>Repetition, up to <see cref="Unlimited"/> times.</summary>
    /// <remarks>None of it can be changed by "with", which would keep the old <see cref="Least"/> and <see cref="Most"/>.</remarks>
    internal sealed record Loop(RegexNode Body, int From, int To, bool IsLazy) : RegexNode
    {
        internal RegexNode Body { get; } = Body;

        internal int From { get; } = From;

        internal int To { get; } = To;

        internal override int Least { get; } = Multiply(Body.Least, From);

        internal override int Most { get; } = Body.Most == 0 || To == 0 ? 0 : Multiply(Body.Most, To);

        internal override IReadOnlyList<RegexNode> Parts => [Body];

        internal override RegexNode With(Func<RegexNode, RegexNode> map) => new Loop(map(Body), From, To, IsLazy);
    }

    /// <summary>A capturing group; <paramref name="Prefix"/> is how they are written.</summary>
    internal sealed record Group(RegexNode Body, string Prefix) : RegexNode
    {
        internal override int Least => Body.Least;

        internal override int Most => Body.Most;

        internal override IReadOnlyList<RegexNode> Parts => [Body];

        internal override RegexNode With(Func<RegexNode, RegexNode> map) => this with { Body = map(Body) };
    }

    /// <summary>An atomic group.</summary>
    internal sealed record Atomic(RegexNode Body) : RegexNode
    {
        internal override int Least => Body.Least;

        internal override int Most => Body.Most;

        internal override IReadOnlyList<RegexNode> Parts => [Body];

        internal override RegexNode With(Func<RegexNode, RegexNode> map) => this with { Body = map(Body) };
    }

    /// <summary>What is before or after a place.</summary>
    internal sealed record Look(RegexNode Body, bool IsBehind, bool IsNegated) : RegexNode
    {
        internal override int Least => 0;

        internal override int Most => 0;

        internal override IReadOnlyList<RegexNode> Parts => [Body];

        internal override RegexNode With(Func<RegexNode, RegexNode> map) => this with { Body = map(Body) };
    }

    /// <summary>A kind of place.</summary>
    internal sealed record Place(PlaceKind Kind) : RegexNode
    {
        internal override int Least => 0;

        internal override int Most => 0;
    }

    /// <summary>What a group has matched, once more; <paramref name="Text"/> is how that is written.</summary>
    internal sealed record Again(string Text) : RegexNode
    {
        internal override int Least => 0;

        internal override int Most => Unlimited;
    }

    /// <summary>One of two ways. The test is a lookaround, or null if it asks for the group that is named.</summary>
    internal sealed record Condition(RegexNode? Test, string GroupName, RegexNode Yes, RegexNode No) : RegexNode
    {
        internal override int Least => Math.Min(Yes.Least, No.Least);

        internal override int Most => Math.Max(Yes.Most, No.Most);

        internal override IReadOnlyList<RegexNode> Parts => Test is null ? [Yes, No] : [Test, Yes, No];

        internal override RegexNode With(Func<RegexNode, RegexNode> map) => this with { Test = Test is null ? null : map(Test), Yes = map(Yes), No = map(No) };
    }
}
