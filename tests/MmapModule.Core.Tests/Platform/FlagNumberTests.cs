using System.Collections.Generic;
using System;
using MmapModule.Platform.Linux;
using MmapModule.Platform;
using MmapModule.Tests;
using Xunit;

namespace MmapModule.Core.Tests;

/// <summary>The numbers of advice and seals are those of the kernel, also in public, and the engine does not rely on that.</summary>
[OnlyOn("Linux", "compares with the headers of Linux")]
public sealed class FlagNumberTests
{
    [Fact]
    public void Every_advice_has_the_number_that_users_know()
    {
        HashSet<int> numbers = [];
        foreach (MapAdvice advice in Enum.GetValues<MapAdvice>())
        {
            Assert.Equal((int)advice, LinuxFlags.Advice(advice));
            Assert.True(numbers.Add(LinuxFlags.Advice(advice)));
        }
    }

    [Fact]
    public void Seals_survive_the_way_to_the_kernel_and_back()
    {
        for (int seals = 0; seals < 32; seals++)
        {
            Assert.Equal(seals, LinuxFlags.Seals((MapSeals)seals));
            Assert.Equal((MapSeals)seals, LinuxFlags.Seals(seals));
        }
    }

    [Fact]
    public void Seals_without_a_name_do_not_count() => Assert.Equal(MapSeals.Grow, LinuxFlags.Seals(0x20 | 4));

    [Fact]
    public void What_mappings_begin_at_is_a_multiple_of_a_page() =>
        Assert.Equal(0, MapPlatform.Current.Granularity % MapPlatform.Current.PageSize);
}
