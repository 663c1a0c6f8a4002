using System;
using System.IO;
using System.Linq;
using System.Threading;
using MmapModule.Interop.Linux;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A file that is saved over is the old one or the new one, whatever happens in between.</summary>
public sealed class SaveReplacementTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerAndGroup = OwnerOnly | UnixFileMode.GroupRead;

    [Fact]
    public void A_map_that_has_lost_bytes_leaves_the_file_as_it_was()
    {
        using TempFolder folder = new();
        string source = folder.Write("source", Data.Random(4 << 20));
        byte[] old = Data.Random(100_000, seed: 2);
        string keep = folder.Write("keep", old);
        using MemoryMap map = MemoryMap.OpenFile(source);
        Cut(source, 1_500_000);

        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Save(keep));

        Assert.Equal(old, TempFile.Read(keep));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void Until_all_is_written_the_old_content_is_there()
    {
        using TempFolder folder = new();
        byte[] old = Data.Random(100_000, seed: 2);
        string keep = folder.Write("keep", old);
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 5 << 20, IsPrivate = true });
        int looks = 0;

        Assert.Throws<InvalidOperationException>(() => map.Save(
            keep,
            changedOnly: false,
            (done, total) =>
            {
                looks++;
                Assert.Equal(old, TempFile.Read(keep));
                if (done > total / 2)
                {
                    throw new InvalidOperationException();
                }
            },
            CancellationToken.None));

        Assert.InRange(looks, 2, 5);
        Assert.Equal(old, TempFile.Read(keep));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_source_may_be_cut_while_it_is_written()
    {
        using TempFolder folder = new();
        string source = folder.Write("source", Data.Random(4 << 20));
        byte[] old = Data.Random(100_000, seed: 2);
        string keep = folder.Write("keep", old);
        using MemoryMap map = MemoryMap.OpenFile(source);

        MmapException error = Assert.Throws<MmapException>(() => map.Save(keep, changedOnly: false, (_, _) => Cut(source, 1_500_000), CancellationToken.None));

        Assert.Equal(MmapErrorKind.RegionTruncated, error.Kind);
        Assert.Equal(old, TempFile.Read(keep));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_is_not_touched_if_a_page_turns_out_to_be_unreadable()
    {
        using TempFolder folder = new();
        string source = folder.Write("source", Data.Random(3 << 20));
        byte[] old = Data.Random(100_000, seed: 2);
        string keep = folder.Write("keep", old);

        // With two names it is written over where it is.
        Assert.True(ProcessRunner.Run("ln", keep, folder.Combine("name")).Succeeded);
        using MemoryMap map = MemoryMap.OpenFile(source, new() { IsPrivate = true });

        // The module knows nothing of this, so the page is found out only when it is read; far behind the first piece.
        CopierFaultTests.Protect(map, (2 << 20) / Data.PageSize, MMapConstants.PROT_NONE);

        Expect.Failure(MmapErrorKind.RegionFault, () => map.Save(keep));

        Assert.Equal(old, TempFile.Read(keep));
        Assert.Equal(old, TempFile.Read(folder.Combine("name")));
    }

    [Fact]
    [OnlyOn("Linux", "has a mode")]
    public void A_file_that_is_replaced_keeps_its_mode()
    {
        using TempFolder folder = new();
        string keep = folder.Write("keep", [1]);
        File.SetUnixFileMode(keep, OwnerAndGroup);
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10, IsPrivate = true });

        map.Save(keep);

        Assert.Equal(OwnerAndGroup, File.GetUnixFileMode(keep));
        Assert.Equal(new byte[10], TempFile.Read(keep));
    }

    [Fact]
    public void Needs_root_A_file_that_is_replaced_keeps_its_owner()
    {
        Needs.Root("to give a file to another user");
        using TempFolder folder = new();
        string keep = folder.Write("keep", [1]);
        Assert.True(ProcessRunner.Run("chown", "65534:65533", keep).Succeeded);
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10, IsPrivate = true });

        map.Save(keep);

        Assert.Equal("65534:65533", ProcessRunner.Run("stat", "-c", "%u:%g", keep).Output.Trim());
        Assert.Equal(new byte[10], TempFile.Read(keep));
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_attributes()
    {
        using TempFolder folder = new();
        string keep = folder.Write("keep", [1]);
        ProcessResult set = ProcessRunner.Python("import os, sys; os.setxattr(sys.argv[1], 'user.kept', b'value')", keep);
        Assert.SkipUnless(set.Succeeded, "this file system has no attributes: " + set.Error);
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10, IsPrivate = true });

        map.Save(keep);

        Assert.Equal("value", ProcessRunner.Python("import os, sys; print(os.getxattr(sys.argv[1], 'user.kept').decode())", keep).Output.Trim());
        Assert.Equal(new byte[10], TempFile.Read(keep));
    }

    [Fact]
    public void A_file_that_has_taken_the_place_of_the_old_one_meanwhile_is_not_replaced()
    {
        using TempFolder folder = new();
        string keep = folder.Write("keep", [1]);
        string other = folder.Write("other", [2, 3]);
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 5 << 20, IsPrivate = true });
        bool isMoved = false;

        MmapException error = Assert.Throws<MmapException>(() => map.Save(
            keep,
            changedOnly: false,
            (_, _) =>
            {
                if (!isMoved)
                {
                    File.Move(other, keep, overwrite: true);
                    isMoved = true;
                }
            },
            CancellationToken.None));

        Assert.Equal(MmapErrorKind.PathNotFound, error.Kind);
        Assert.Equal([2, 3], TempFile.Read(keep));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    [OnlyOn("Linux", "Wine makes no symbolic links")]
    public void A_symbolic_link_stays_and_its_target_is_replaced()
    {
        using TempFolder folder = new();
        string keep = folder.Write("keep", [1]);
        File.CreateSymbolicLink(folder.Combine("link"), "keep");
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10, IsPrivate = true });

        map.Save(folder.Combine("link"));

        Assert.Equal("keep", new FileInfo(folder.Combine("link")).LinkTarget);
        Assert.Equal(new byte[10], TempFile.Read(keep));
    }

    [Fact]
    public void Every_name_of_a_file_shows_what_was_saved()
    {
        using TempFolder folder = new();
        string keep = folder.Write("keep", new byte[100]);
        Assert.True(ProcessRunner.Run("ln", keep, folder.Combine("second")).Succeeded);
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10, IsPrivate = true });
        map.WriteByte(0, 7);

        map.Save(keep);

        Assert.Equal(TempFile.Read(keep), TempFile.Read(folder.Combine("second")));
        Assert.Equal(10, new FileInfo(keep).Length);
    }

    [Fact]
    public void An_open_map_of_the_file_shows_what_was_saved()
    {
        using TempFile target = new(new byte[10]);
        using MemoryMap shown = MemoryMap.OpenFile(target.Path);
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10, IsPrivate = true });
        map.WriteByte(0, 7);

        map.Save(target.Path);

        Assert.Equal(7, shown.ReadByte(0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [OnlyOn("Linux", "has a mode")]
    public void A_new_file_may_be_read_by_no_more_than_the_source(bool isSnapshot)
    {
        using TempFolder folder = new();
        string source = folder.Write("source", Data.Random(100));
        File.SetUnixFileMode(source, OwnerOnly);
        using MemoryMap map = isSnapshot ? MemoryMap.CreateSnapshot(source) : MemoryMap.OpenFile(source);

        map.Save(folder.Combine("saved"));
        map.CopyTo(folder.Combine("copied"));

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder.Combine("saved")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder.Combine("copied")));
    }

    [Fact]
    [OnlyOn("Linux", "has a mode")]
    public void A_copy_of_shared_memory_is_for_its_owner_only()
    {
        using TempFolder folder = new();
        using SharedName name = new();
        using MemoryMap map = MemoryMap.OpenSharedMemory(name.Value, SharedMemoryMode.Create, new() { Size = 10 });

        map.Save(folder.Combine("saved"));

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder.Combine("saved")));
    }

    [Fact]
    [OnlyOn("Linux", "calls the page cache too")]
    public void A_path_with_a_zero_in_it_is_refused_and_what_stands_before_it_is_not_touched()
    {
        using TempFolder folder = new();
        string victim = folder.Write("victim", [1, 2, 3]);
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10, IsPrivate = true });

        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.Save(victim + "\0.bak"));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.CopyTo(victim + "\0.bak"));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenFile(victim + "\0.bak"));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => FileCache.Get(victim + "\0.bak"));

        Assert.Equal([1, 2, 3], TempFile.Read(victim));
    }

    [Fact]
    public void A_copy_into_a_file_that_exists_is_not_begun_if_it_cannot_be_finished()
    {
        using TempFolder folder = new();
        string source = folder.Write("source", Data.Random(1 << 20));
        byte[] old = Data.Random(1 << 20, seed: 2);
        string keep = folder.Write("keep", old);
        using MemoryMap map = MemoryMap.OpenFile(source);
        Cut(source, 300_000);

        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.CopyTo(keep));

        Assert.Equal(0, error.BytesTransferred);
        Assert.True(old.SequenceEqual(TempFile.Read(keep)));
    }

    private static void Cut(string path, long length) => TempFile.SetLength(path, length);
}
