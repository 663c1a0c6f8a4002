using System;
using System.Text;
using MmapModule.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Text up to its first zero.</summary>
public sealed class TerminatedTextTests
{
    private const int First = 256;
    private const int Piece = 256 * 1024;

    [Theory]
    [InlineData("utf-8", 1)]
    [InlineData("utf-16", 2)]
    [InlineData("utf-32", 4)]
    public void The_zero_that_ends_a_text_is_found_around_the_borders_of_the_pieces(string name, int width)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        int size = First + Piece + 400;
        using MapSample sample = new(SampleKind.PrivateAnonymous, Data.Filled(size, 0x41));
        foreach (int border in new[] { 8, First, First + Piece, size })
        {
            for (int end = border - (2 * width); end <= Math.Min(border + width, size - width); end += width)
            {
                sample.Map.Write(end, new byte[width]);
                Assert.Equal(end, TerminatedText.Length(sample.Map, new MapRange(0, size), encoding, default));
                sample.Map.Write(end, Data.Filled(width, 0x41));
            }
        }

        Assert.Equal(width, TextCodec.TerminatorWidth(encoding));
        Assert.Equal(size, TerminatedText.Length(sample.Map, new MapRange(0, size), encoding, default));
        Assert.Equal(0, TerminatedText.Length(sample.Map, new MapRange(5, 0), encoding, default));
    }

    [Fact]
    public void Zero_bytes_within_or_across_wide_characters_do_not_end_a_text()
    {
        using MapSample sample = new(SampleKind.File, [0x41, 0x00, 0x00, 0x42, 0x00, 0x00]);

        Assert.Equal(4, TerminatedText.Length(sample.Map, new MapRange(0, 6), Encoding.Unicode, default));
        Assert.Equal(1, TerminatedText.Length(sample.Map, new MapRange(0, 6), Encoding.UTF8, default));
        Assert.Equal(0, TerminatedText.Length(sample.Map, new MapRange(1, 5), Encoding.Unicode, default));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("protected")]
    [InlineData("unmapped")]
    public void Bytes_behind_the_text_need_not_be_readable(string how)
    {
        using TempFile file = new(new byte[3 * Data.PageSize]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        int border = 2 * Data.PageSize;
        map.Write(border - 20, Data.Filled(10, 0x41));
        map.Write(border - 5, Data.Filled(5, 0x41));
        switch (how)
        {
            case "cut":
                file.SetLength(border);
                break;
            case "protected":
                map.Protect(MapProtection.None, border, Data.PageSize);
                break;
            default:
                map.RemovePart(border, Data.PageSize);
                break;
        }

        // What is read at a time reaches beyond the border.
        Assert.Equal(10, TerminatedText.Length(map, new MapRange(border - 20, First), Encoding.UTF8, default));
        Assert.Throws<MmapException>(() => TerminatedText.Length(map, new MapRange(border - 5, First), Encoding.UTF8, default));
    }
}
