using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Bytes read one by one are those that the file has now, also where all of them are zero.</summary>
public sealed class StreamByteTests
{
    private static readonly int s_page = Data.PageSize;

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_byte_behind_the_end_of_a_file_that_was_cut_is_an_error(byte value)
    {
        using TempFile file = new(Data.Filled(4 * s_page, value));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        using Stream stream = map.AsStream();
        int end = (2 * s_page) - 100;
        Assert.Equal(value, ReadAt(stream, end + 1));

        file.SetLength(end);
        Assert.Equal(value, ReadAt(stream, 5));
        Assert.Equal(value, ReadAt(stream, end - 1));
        foreach (int place in (int[])[end, end + 1, (2 * s_page) - 1, 2 * s_page, (4 * s_page) - 1])
        {
            Expect.Failure(MmapErrorKind.RegionTruncated, () => ReadAt(stream, place));
        }

        file.SetLength(4 * s_page);
        Assert.Equal(0, ReadAt(stream, end + 1));
        Assert.Equal(value, ReadAt(stream, end - 1));
    }

    [Fact]
    public void What_others_write_is_seen_at_the_next_byte()
    {
        using TempFile file = new(new byte[3 * s_page]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        using Stream stream = map.AsStream();
        for (int place = s_page - 3; place < s_page + 3; place++)
        {
            Assert.Equal(0, ReadAt(stream, place));
            file.Overwrite(place + 1, [(byte)(place % 100 + 1)]);
            Assert.Equal(place % 100 + 1, stream.ReadByte());
            file.Overwrite(place + 1, [0]);
        }
    }

    [Fact]
    public void The_last_page_and_parts_of_a_file_have_their_own_end()
    {
        byte[] bytes = Data.Random((2 * s_page) + 10);
        using TempFile file = new(bytes);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = 3, Length = bytes.Length - 3 });
        using Stream stream = map.AsStream();
        using MemoryStream copy = new();
        for (int value = stream.ReadByte(); value >= 0; value = stream.ReadByte())
        {
            copy.WriteByte((byte)value);
        }

        Assert.Equal(bytes[3..], copy.ToArray());
    }

    private static int ReadAt(Stream stream, long place)
    {
        stream.Position = place;
        return stream.ReadByte();
    }
}
