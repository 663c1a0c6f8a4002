using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Files of huge pages: the unit of every map is their page.</summary>
[OnlyOn("Linux", "uses hugetlbfs")]
[Collection(AloneGroup.Name)]
public sealed class HugePageFileTests
{
    private const string Pool = "/proc/sys/vm/nr_hugepages";
    private const long HugePage = 2 << 20;

    [Fact]
    public void Needs_root_A_small_map_of_a_huge_page_is_unmapped_as_a_whole()
    {
        using Mount mount = Create(out string before);
        try
        {
            string path = mount.Combine("file");
            using (MemoryMap map = MemoryMap.OpenFile(path, new() { Size = 4096, Protection = MapProtection.ReadWrite }))
            {
                map.WriteInt32(0, 42);
                Assert.Equal(42, map.ReadInt32(0));
                Expect.Failure(MmapErrorKind.InvalidArgument, () => map.Protect(MapProtection.Read, 0, 2048));
                Assert.Contains(path, File.ReadAllText("/proc/self/maps"));
            }

            using (MemoryMap part = MemoryMap.OpenFile(path, new() { Length = 4096, Offset = 8192 }))
            {
                Assert.Equal(HugePage, part.FileLength);
            }

            Assert.DoesNotContain(path, File.ReadAllText("/proc/self/maps"));
            File.WriteAllText(mount.Combine("empty"), string.Empty);
            MemoryMap.OpenFile(mount.Combine("empty")).Dispose();
            Assert.DoesNotContain(mount.Path, File.ReadAllText("/proc/self/maps"));
        }
        finally
        {
            File.WriteAllText(Pool, before);
        }
    }

    private static Mount Create(out string before)
    {
        Assert.SkipUnless(Privileges.IsRoot, "needs root to mount hugetlbfs");
        before = File.ReadAllText(Pool);
        File.WriteAllText(Pool, "8");
        if (int.Parse(File.ReadAllText(Pool), System.Globalization.CultureInfo.InvariantCulture) < 2)
        {
            File.WriteAllText(Pool, before);
            Assert.Skip("no memory for huge pages");
        }

        try
        {
            return Mount.Create("hugetlbfs", "none", "pagesize=2M");
        }
        catch
        {
            File.WriteAllText(Pool, before);
            throw;
        }
    }
}
