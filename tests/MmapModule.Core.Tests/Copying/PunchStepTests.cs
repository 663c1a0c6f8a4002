using Xunit;

namespace MmapModule.Tests;

/// <summary>Holes of more than one step.</summary>
public sealed class PunchStepTests
{
    [Fact]
    public void No_block_stays_between_two_steps_of_an_unaligned_range()
    {
        Needs.Holes();
        const long border = 1L << 30;
        using TempFile file = new(border + (64 << 20));
        file.Overwrite(border - (1 << 20), Data.Random(2 << 20));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });

        map.PunchHole(1000);

        Assert.Equal(0, SparseCopyTests.Blocks(file.Path));
    }
}
