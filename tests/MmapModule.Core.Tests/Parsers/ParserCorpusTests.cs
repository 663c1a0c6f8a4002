using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using MmapModule.Platform.Linux.Proc;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Parsers take any text: they give a result that can be written and read again, or the documented error, and come to an end.</summary>
[OnlyOn("Linux", "reads texts of /proc")]
public sealed class ParserCorpusTests
{
    [Fact]
    public void Any_text_is_a_definition_or_an_invalid_argument() =>
        Corpus.Try(
            [
                "u8 a", "u32be magic; u16 ver; char[8] name; { u16 x; u16 y }[2] points; @64", "struct point { u16 x; u16 y }\npoint[2] corners", "u16[4] slots, more[0x10]", "pad[4]; align[8] f64 d // text",
                "/* text */ guid id; bool b; utf16be[3] t # end", "@0x3c u32 header", "f16 x, y; decimal z; i64 w",
                "u8 n; u32[n + 1] t; char[n << 1 & 7] s", "cstring s; utf16[] t; u8[*] rest", "u8 f; if (f & 1) { u8 a } else u16 a", "u8 o; @(o - 2) { u8 m; u8[m] x }[o] y; pad[o % 3]",
                "\"PK\\x03\"; u16 v = 2", "u16be a:12, :3, b:1; u8 c:4", "enum kind : u8 { a, b = 5 }; kind k; flags u16 { x, w } m", "varint a; svarint[2] b; u24 c",
                "typedef struct p { unsigned long int a; } p_t; p_t q", "struct x { u8 n; };",
                "u8 k; if (k == 1) u8 a else if (k == 2) u16 a; else \"B\" a", "enum u8 { a, x = 3 } k; flags i8 { b, x = 0x80 } m; if (k == x) u8[m + 128] y", "typedef struct { u8 n; } p; p[2] q", "u8 :4 = 5, a:4 = 1; u8 b = a",
            ],
            static text =>
            {
                if (Accepts(() => MappedStruct.Parse(text)) is { } layout)
                {
                    Assert.Equal(layout.IsVariable, layout.Size < 0);
                    Assert.All(layout.Fields, field => Assert.True(layout.IsVariable || (field.Offset >= 0 && field.Offset + field.Size <= layout.Size)));
                    ReadAnything(layout);
                }
            });

    /// <summary>Whatever a definition is, any bytes are a record of it or a documented error, and take little memory.</summary>
    private static void ReadAnything(MappedStruct layout)
    {
        byte[] bytes = new byte[300];
        new Random(layout.Fields.Count).NextBytes(bytes);
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = bytes.Length, IsPrivate = true });
        map.Write(0, bytes);
        try
        {
            _ = map.ReadStruct(0, layout);
        }
        catch (MmapException error)
        {
            // Not all bytes are a decimal number: that is InvalidArgument.
            Assert.Contains(error.Kind, (MmapErrorKind[])[MmapErrorKind.RegionOutOfRange, MmapErrorKind.RecordInvalid, MmapErrorKind.MagicMismatch, MmapErrorKind.InvalidArgument]);
        }
    }

    [Fact]
    public void Any_text_is_an_expression_over_two_byte_units_or_an_invalid_argument() =>
        Corpus.Try(
            ["ä+b", "(a|€)*c$", "[ä-ü-[ö]]{2,5}?", "(?<n>.)\\k<n>", "(?i)\\bß\\W", "\\u20AC{2}", "(?s:.)(?>\\p{Lu}*)", "(?x) a b {2} # c", "a(?:{)2}"],
            static text => Accepts(() => SearchPattern.FromRegex(text, ignoreCase: false, Encoding.Unicode)),
            times: 200);

    [Fact]
    public void Any_text_is_a_hex_pattern_that_can_be_written_or_an_invalid_argument() =>
        Corpus.Try(
            ["FF", "ff ?? 0a", "?F F?", "0x41, 0x42", "DE-AD-BE-EF", "7f:45:4c:46", "00000000: dead beef", "\\x41\\x42", "0000000 457f 464c", "\t00\r\n11"],
            static text =>
            {
                if (Accepts(() => HexPattern.Parse(text)) is { } pattern)
                {
                    HexPattern again = HexPattern.Parse(pattern.ToString());
                    Assert.True(again.Bits.SequenceEqual(pattern.Bits) && again.Mask.SequenceEqual(pattern.Mask));
                }
            });

    [Fact]
    public void Any_text_is_a_regular_expression_or_an_invalid_argument() =>
        Corpus.Try(
            ["a+b", "(a|b)*c$", "[a-z-[aeiou]]{2,5}?", "(?<n>a)\\k<n>", "(?i)\\bx\\W", "\\x41\\u0042[^\\x00]", "(?<=a)b(?!c)", "^\\d+\\s*$", "(?>a*)(?:b|)", "\\p{L}+", "(?x) a # c"],
            static text => Accepts(() => SearchPattern.FromRegex(text)),
            times: 2000);

    [Fact]
    public void A_line_of_maps_says_the_same_when_it_is_written_again() =>
        Corpus.Try(
            [.. File.ReadAllLines("/proc/self/maps").Take(20), "5627-5628 rw-p 00000000 00:00 0 [anon: my name]", "7f0000000000-7f0000001000 rw-s 00000000 00:01 5 /dev/zero (deleted)"],
            static text =>
            {
                if (MapsLine.TryParse(Encoding.UTF8.GetBytes(text), out MapsLine line))
                {
                    string written = string.Create(CultureInfo.InvariantCulture, $"{line.Start:x}-{line.End:x} {Text(line.Permissions)} {line.Offset:x} {Text(line.Device)} {line.Identity.Inode} {Text(line.Path)}");
                    Assert.True(MapsLine.TryParse(Encoding.UTF8.GetBytes(written), out MapsLine again));
                    Assert.Equal((line.Start, line.End, line.Offset), (again.Start, again.End, again.Offset));
                    Assert.Equal(line.Identity, again.Identity);
                    Assert.Equal(Text(line.Permissions), Text(again.Permissions));
                }
            });

    [Fact]
    public void Fields_of_smaps_and_of_status_are_taken_to_the_end_of_any_text() =>
        Corpus.Try(
            [File.ReadAllText("/proc/self/smaps_rollup"), File.ReadAllText("/proc/self/status"), File.ReadAllText("/proc/meminfo"), File.ReadAllText("/proc/self/limits"), string.Join('\n', File.ReadAllLines("/proc/self/smaps").Take(60)), "Rss:  8 kB\nVmFlags: rd mr mw me \n"],
            static text =>
            {
                ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
                ReadOnlySpan<byte> rest = bytes;
                while (!rest.IsEmpty)
                {
                    int before = rest.Length;
                    _ = SmapsFields.Take(ref rest);
                    _ = rest.Length < before || ProcText.TryTakeLine(ref rest, out _);
                    Assert.True(rest.Length < before);
                }

                _ = ProcText.TryFind(bytes, "VmSize"u8, out _);
                rest = bytes;
                while (ProcText.TakeWord(ref rest).Length > 0)
                {
                    _ = ProcText.TryTakeNumber(ref rest, out _);
                }
            },
            times: 1000);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static T? Accepts<T>(Func<T> parse)
        where T : class
    {
        try
        {
            return parse();
        }
        catch (MmapException error)
        {
            Assert.Contains(error.Kind, new[] { MmapErrorKind.InvalidArgument, MmapErrorKind.RangeOverflow, MmapErrorKind.NegativeOffset, MmapErrorKind.ArrayTooLarge });
            return null;
        }
    }
}
