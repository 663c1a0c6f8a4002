using System;
using MmapModule.Access;
using MmapModule.Platform.Linux.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Bytes go from map to map without a buffer between them, and no further than both reach.</summary>
[OnlyOn("Linux", "on Windows bytes go through a buffer")]
public sealed class DirectCopyTests : IDisposable
{
    private const int Size = 700_001;
    private const int From = 4_097;
    private const int To = 13;
    private const int Count = 650_000;

    private readonly TempFile _source = new(Data.Random(Size));
    private readonly TempFile _target = new(Size);

    public static TheoryData<SampleKind, SampleKind> Pairs
    {
        get
        {
            TheoryData<SampleKind, SampleKind> pairs = [];
            foreach (SampleKind source in Enum.GetValues<SampleKind>())
            {
                foreach (SampleKind target in Enum.GetValues<SampleKind>())
                {
                    pairs.Add(source, target);
                }
            }

            return pairs;
        }
    }

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_kind_of_memory_is_copied_in_one_step(SampleKind source, SampleKind target)
    {
        byte[] bytes = Data.Random(Size);
        using MapSample from = new(source, bytes);
        using MapSample to = new(target, new byte[Size]);
        byte[] expected = new byte[Size];
        bytes.AsSpan(From, Count).CopyTo(expected.AsSpan(To));

        long copied = DirectTransfer.Copy(from.Map.Mapping, new MapRange(From, Count), to.Map.Mapping, To);
        Assert.Equal(FaultProofCopy.IsFallback && copied == 0 ? 0 : Count, copied);
        Assert.True(copied == 0 || expected.AsSpan().SequenceEqual(to.Map.Read()));
        to.Map.Fill(0, Size, [0]);
        from.Map.CopyTo(to.Map, To, From, Count);
        Assert.Equal(expected, to.Map.Read());
    }

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateAnonymous)]
    public void A_source_that_ends_early_changes_nothing_behind_its_end(SampleKind target)
    {
        const int left = 300_005;
        using MemoryMap from = Open(_source);
        using MapSample sample = new(target, new byte[Size]);
        MemoryMap to = sample.Map;
        to.Fill(0, Size, [7]);
        _source.SetLength(left);

        Assert.Equal(left - From, DirectTransfer.Copy(from.Mapping, new MapRange(From, Count), to.Mapping, To));
        byte[] found = to.Read();
        Assert.Equal(_source.Read().AsSpan(From), found.AsSpan(To, left - From));
        Assert.Equal(-1, found.AsSpan(To + left - From).IndexOfAnyExcept((byte)7));
    }

    [Fact]
    public void A_target_that_ends_early_has_what_is_counted()
    {
        const int left = 300_005;
        using MemoryMap from = Open(_source);
        using MemoryMap to = Open(_target);
        _target.SetLength(left);

        Assert.Equal(left - To, DirectTransfer.Copy(from.Mapping, new MapRange(From, Count), to.Mapping, To));
        Assert.Equal(_source.Read().AsSpan(From, left - To), _target.Read().AsSpan(To));
    }

    [Fact]
    public void What_a_map_does_not_allow_is_left_to_the_copy_that_says_so()
    {
        using MemoryMap from = Open(_source);
        using MemoryMap readOnly = MemoryMap.OpenFile(_target.Path);
        using MemoryMap to = Open(_target);
        Assert.Equal(0, DirectTransfer.Copy(from.Mapping, new MapRange(0, 10), readOnly.Mapping, 0));
        Assert.Equal(0, DirectTransfer.Copy(from.Mapping, new MapRange(0, 10), to.Mapping, Size - 9));
        from.Protect(MapProtection.None, 0, Data.PageSize);
        Assert.Equal(0, DirectTransfer.Copy(from.Mapping, new MapRange(0, 10), to.Mapping, 0));
        from.Dispose();
        Assert.Equal(0, DirectTransfer.Copy(from.Mapping, new MapRange(0, 10), to.Mapping, 0));
    }

    private static MemoryMap Open(TempFile file) => MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
}
