using System;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Streams of maps in the hands of other classes of .NET.</summary>
public sealed class StreamUseTests
{
    private readonly byte[] _content = Data.Random(700_001);

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.UnalignedFile)]
    [InlineData(SampleKind.PrivateSnapshot)]
    [InlineData(SampleKind.MemoryFile)]
    public void The_hash_is_that_of_the_bytes(SampleKind kind)
    {
        using MapSample sample = new(kind, _content);
        using Stream stream = sample.Map.AsStream();

        Assert.Equal(SHA256.HashData(_content), SHA256.HashData(stream));
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public async Task All_of_it_is_copied()
    {
        using MapSample sample = new(SampleKind.File, _content);
        using Stream stream = sample.Map.AsStream();
        using MemoryStream target = new();
        stream.Position = 1;
        stream.CopyTo(target);
        Assert.Equal(_content[1..], target.ToArray());

        target.SetLength(0);
        stream.Position = 700_000;
        await stream.CopyToAsync(target);
        Assert.Equal(_content[700_000..], target.ToArray());
    }

    [Fact]
    public void Compressed_data_is_unpacked_and_packed()
    {
        using MapSample sample = new(SampleKind.MemoryFile, new byte[1_000_000]);
        using (GZipStream packing = new(sample.Map.AsStream(), CompressionLevel.Fastest))
        {
            packing.Write(_content);
        }

        using GZipStream unpacking = new(sample.Map.AsStream(), CompressionMode.Decompress);
        byte[] back = new byte[_content.Length];
        unpacking.ReadExactly(back);
        Assert.Equal(_content, back);
    }

    [Fact]
    public void Text_is_read_line_by_line_and_written()
    {
        using MapSample sample = new(SampleKind.File, new byte[30]);
        using (StreamWriter writer = new(sample.Map.AsStream(), new UTF8Encoding(false)))
        {
            writer.Write("first\nsecönd\n");
        }

        using StreamReader reader = new(sample.Map.Slice(0, 14).AsStream());
        Assert.Equal("first", reader.ReadLine());
        Assert.Equal("secönd", reader.ReadLine());
        Assert.Null(reader.ReadLine());
    }

    [Fact]
    public void Numbers_are_read_by_a_BinaryReader()
    {
        using MapSample sample = new(SampleKind.SharedAnonymous, new byte[20]);
        using (BinaryWriter writer = new(sample.Map.AsStream()))
        {
            writer.Write(0x1122334455667788L);
            writer.Write("text");
        }

        using BinaryReader reader = new(sample.Map.AsStream());
        Assert.Equal(sample.Map.ReadInt64(0), reader.ReadInt64());
        Assert.Equal("text", reader.ReadString());
    }

    [Fact]
    public void A_stream_of_a_region_is_that_region_only()
    {
        using MapSample sample = new(SampleKind.File, _content);
        using Stream stream = sample.Map.Slice(1_000, 50).AsStream();
        byte[] bytes = new byte[60];

        Assert.Equal(50, stream.Length);
        Assert.Equal(50, stream.Read(bytes));
        Assert.Equal(_content[1_000..1_050], bytes[..50]);
        stream.Position = 49;
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => stream.Write([1, 2]));
        Assert.Equal(_content, sample.Map.Read());
    }

    [Fact]
    public void A_stream_can_do_what_its_map_can()
    {
        using TempFile file = new([1, 2, 3]);
        using MemoryMap readOnly = MemoryMap.OpenFile(file.Path);
        using Stream reading = readOnly.AsStream();
        using MemoryMap none = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.None });
        using Stream nothing = none.AsStream();

        Assert.Equal((true, false), (reading.CanRead, reading.CanWrite));
        Assert.Equal((false, false), (nothing.CanRead, nothing.CanWrite));
        Assert.Throws<NotSupportedException>(() => reading.WriteByte(1));
        Assert.Throws<NotSupportedException>(() => nothing.ReadByte());
        Assert.Equal([1, 2, 3], file.Read());
    }

    [Fact]
    public void A_stream_of_a_truncated_map_throws_what_the_map_throws_and_stays_where_it_is()
    {
        using TempFile file = new(_content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        using Stream stream = map.AsStream();
        stream.Position = 10;
        file.SetLength(5);

        Expect.Failure(MmapErrorKind.RegionTruncated, () => stream.ReadByte());
        Expect.Failure(MmapErrorKind.RegionTruncated, () => SHA256.HashData(stream));
        Assert.Equal((10, 700_001), (stream.Position, stream.Length));
    }

    [Fact]
    public void Several_streams_have_their_own_positions()
    {
        using MapSample sample = new(SampleKind.File, [1, 2, 3]);
        using Stream first = sample.Map.AsStream();
        using Stream second = sample.Map.AsStream();

        Assert.Equal((1, 2, 1), (first.ReadByte(), first.ReadByte(), second.ReadByte()));
    }
}
