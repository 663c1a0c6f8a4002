using System;
using FsCheck;
using FsCheck.Fluent;

namespace MmapModule.Tests;

/// <summary>Checks a law with many generated values; a failure names the smallest that breaks it.</summary>
internal static class Law
{
    internal static void Holds<T>(Gen<T> values, Action<T> law, int times = 200) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true), Prop.ForAll(values.ToArbitrary(), law));

    /// <summary>Numbers that are likely to break arithmetic: small ones, page borders, and both ends of Int64.</summary>
    internal static Gen<long> Numbers() => Gen.OneOf(
        Gen.Choose(-3, 10000).Select(static value => (long)value),
        Gen.Elements(0L, 1, 4095, 4096, 4097, 65536, int.MaxValue, uint.MaxValue, 1L << 32, 1L << 62),
        Gen.Choose(0, 10000).Select(static value => long.MaxValue - value),
        Gen.Choose(0, 3).Select(static value => long.MinValue + value),
        Gen.Choose(int.MinValue, int.MaxValue).Two().Select(static pair => ((long)pair.Item1 << 32) | (uint)pair.Item2));

    /// <summary>The same without the negative ones.</summary>
    internal static Gen<long> Sizes() => Numbers().Where(static value => value >= 0);
}
