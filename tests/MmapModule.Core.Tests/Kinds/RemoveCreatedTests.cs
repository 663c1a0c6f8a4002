using System.IO;
using System.Threading;
using MmapModule.Platform;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A file that was created for nothing is removed again, and no other one.</summary>
public sealed class RemoveCreatedTests
{
    [Fact]
    public void A_file_that_has_taken_the_place_of_the_new_one_stays()
    {
        using TempFolder folder = new();
        string path = folder.Combine("new");
        using MapBacking created = MapPlatform.Current.OpenFile(path, writable: true, create: true);
        Assert.True(created.IsCreated);
        File.Move(path, folder.Combine("moved"));
        File.WriteAllText(path, "of somebody else");

        _ = MapPlatform.Current.RemoveCreated(created);

        Assert.Equal("of somebody else", File.ReadAllText(path));
    }

    /// <summary>As a process does that another thread starts, until it runs its own program.</summary>
    [Fact]
    [OnlyOn("Linux", "removes a file that is open")]
    public void A_file_that_is_shared_for_a_moment_only_is_removed()
    {
        using TempFolder folder = new();
        string path = folder.Combine("new");
        using MapBacking created = MapPlatform.Current.OpenFile(path, writable: true, create: true);
        using FileStream other = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Thread closer = new(() =>
        {
            Thread.Sleep(5);
            other.Dispose();
        });
        closer.Start();

        Assert.Null(MapPlatform.Current.RemoveCreated(created));
        closer.Join();
        created.Dispose();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_file_that_was_there_before_stays()
    {
        using TempFile file = new([1, 2, 3]);
        using MapBacking opened = MapPlatform.Current.OpenFile(file.Path, writable: true, create: true);

        Assert.Null(MapPlatform.Current.RemoveCreated(opened));
        Assert.True(File.Exists(file.Path));
    }
}
