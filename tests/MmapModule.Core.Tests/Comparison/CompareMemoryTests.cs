using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Comparison takes no more memory, however long the differences are.</summary>
[Collection(AloneGroup.Name)]
public sealed class CompareMemoryTests
{
    private const int Piece = 1024 * 1024;

    [Fact]
    public void A_million_differences_are_streamed_in_memory_that_does_not_grow()
    {
        const int size = 8 * Piece;
        byte[] content = new byte[size];
        for (int i = 0; i < size; i += 8)
        {
            content[i] = 1;
        }

        using MapSample reference = new(SampleKind.PrivateAnonymous, new byte[size]);
        using MapSample difference = new(SampleKind.PrivateAnonymous, content);
        long next = 0;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        foreach (MappedDifference item in reference.Map.Compare(difference.Map))
        {
            Assert.Equal(next, item.Offset);
            next += 8;
            if (next % Piece == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal(size, next);
        Assert.InRange(most, long.MinValue, 32 * Piece);
    }
}
