using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What a view writes can be read again, whatever the bytes and the layout are.</summary>
public sealed class DumpTextTests
{
    [Fact]
    public void A_dump_in_file_order_says_what_it_was_made_of()
    {
        Law.Holds(HexText.Bytes().Zip(Gen.Choose(1, 40).Zip(Gen.Choose(0, 9))).Zip(Gen.Choose(0, 7)), static value =>
        {
            ((byte[] content, (int width, int group)), int kind) = value;
            DumpStyle style = (kind & 1) == 0 ? DumpStyle.Hex : DumpStyle.Bits;
            using MapSample sample = new(SampleKind.PrivateAnonymous, content);
            HexLayout layout = new(width, style == DumpStyle.Bits ? 1 : group, isLittleEndian: false, hasText: true, style, isUpper: (kind & 2) != 0);
            HexView view = new(layout, HexStyle.Plain, HexBase.Offset, collapse: (kind & 4) != 0);

            Assert.Equal(content, Read(view.Lines(sample.Map, new MapRange(0, content.Length), HexHighlights.None).Select(static line => line.ToString()), content.Length));
        });
    }

    [Fact]
    public void A_line_of_little_endian_words_is_never_written()
    {
        DumpErrorsOf("00000000: 44434241  ABCD");
        DumpErrorsOf("00000000: 4241 4443  ABCD");

        // A line that was edited does not fit its text any more, in either order.
        Assert.Equal("DCBX"u8.ToArray(), Read(["00000000: 44434258  ABCD"], 4));
    }

    private static void DumpErrorsOf(string line) => Expect.Failure(MmapErrorKind.InvalidArgument, () => Read([line], 4));

    private static byte[] Read(IEnumerable<string> lines, int length)
    {
        DumpRuns runs = new();
        DumpText text = new(runs);
        foreach (string line in lines)
        {
            text.Add(line);
        }

        text.Complete();
        byte[] bytes = new byte[length];
        foreach (DumpRun run in runs.ToList())
        {
            for (long i = 0; i < run.Length; i++)
            {
                bytes[run.Offset + i] = run.Bytes[i % run.Bytes.Length];
            }
        }

        return bytes;
    }
}
