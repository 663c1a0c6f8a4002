using System;
using FsCheck;
using FsCheck.Fluent;
using MmapModule.Mapping;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Parts whose protection is not that of the whole.</summary>
public sealed class ProtectionOverridesTests
{
    private const int Pages = 32;
    private const MapProtection Whole = MapProtection.ReadWrite;

    [Fact]
    public void Nothing_is_overridden_at_first()
    {
        ProtectionOverrides overrides = new();

        Assert.True(overrides.IsEmpty);
        Assert.Equal(Whole, overrides.Common(new MapRange(0, Pages), Whole));
        Assert.Null(overrides.Uniform(Pages));
    }

    [Fact]
    public void What_equals_the_whole_is_forgotten()
    {
        ProtectionOverrides overrides = new();
        overrides.Set(new MapRange(4, 8), MapProtection.None, Whole);
        overrides.Set(new MapRange(2, 12), Whole, Whole);

        Assert.True(overrides.IsEmpty);
    }

    [Fact]
    public void Parts_that_cover_everything_are_uniform()
    {
        ProtectionOverrides overrides = new();
        overrides.Set(new MapRange(5, 27), MapProtection.Read, Whole);
        Assert.Null(overrides.Uniform(Pages));
        overrides.Set(new MapRange(0, 5), MapProtection.Read, Whole);

        Assert.Equal(MapProtection.Read, overrides.Uniform(Pages));
    }

    [Fact]
    public void Any_changes_agree_with_a_table_of_pages()
    {
        Law.Holds(Changes().ArrayOf().Zip(Ranges()), static value =>
        {
            ProtectionOverrides overrides = new();
            MapProtection[] pages = new MapProtection[Pages];
            Array.Fill(pages, Whole);
            foreach ((MapRange range, MapProtection protection) in value.Item1)
            {
                overrides.Set(range, protection, Whole);
                Array.Fill(pages, protection, (int)range.Offset, (int)range.Length);
            }

            MapProtection common = MapProtection.ReadWriteExecute;
            foreach (MapProtection page in pages.AsSpan((int)value.Item2.Offset, (int)value.Item2.Length))
            {
                common &= page;
            }

            Assert.Equal(common, overrides.Common(value.Item2, Whole));
            Assert.Equal(Array.TrueForAll(pages, static page => page == Whole), overrides.IsEmpty);
            bool isUniform = pages[0] != Whole && Array.TrueForAll(pages, page => page == pages[0]);
            Assert.Equal(isUniform ? pages[0] : null, overrides.Uniform(Pages));
        }, times: 2000);
    }

    private static Gen<MapRange> Ranges() =>
        Gen.Choose(0, Pages - 1).Zip(Gen.Choose(1, Pages))
            .Select(static pair => new MapRange(pair.Item1, Math.Min(pair.Item2, Pages - pair.Item1)));

    private static Gen<(MapRange Range, MapProtection Protection)> Changes() =>
        Ranges().Zip(Gen.Choose(0, 7).Select(static value => (MapProtection)value));
}
