using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What every error of the engine must look like.</summary>
internal static class Expect
{
    internal static MmapException Failure(MmapErrorKind kind, Action action) =>
        WellFormed(kind, Assert.Throws<MmapException>(action));

    internal static MmapException WellFormed(MmapErrorKind kind, MmapException error)
    {
        Assert.True(kind == error.Kind, "Expected " + kind + ", but it was " + error.Kind + ": " + error.Message);
        IsSentence(error.Message);
        IsSentence(error.RecommendedAction);
        return error;
    }

    private static void IsSentence(string text)
    {
        Assert.False(string.IsNullOrWhiteSpace(text));
        Assert.EndsWith(".", text, StringComparison.Ordinal);
        Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
        Assert.False(char.IsWhiteSpace(text[0]), text);
    }
}
