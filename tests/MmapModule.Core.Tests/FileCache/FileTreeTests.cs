using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Which files below a folder are taken.</summary>
[OnlyOn("Linux", "about the page cache of Linux")]
public sealed class FileTreeTests
{
    private readonly List<(string Path, Exception Error)> _errors = [];

    [Fact]
    public void All_files_come_folder_by_folder_in_order()
    {
        using TempFolder folder = new();
        foreach (string name in new[] { "b/2", "b/1", "a/x/deep", "a/1", "top", ".hidden" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.Combine(name))!);
            folder.Write(name, [1]);
        }

        Assert.Equal([".hidden", "top", "a/1", "a/x/deep", "b/1", "b/2"], Walk(folder));
        Assert.Empty(_errors);
    }

    [Fact]
    public void Symbolic_links_and_special_files_are_left_out()
    {
        using TempFolder folder = new();
        using TempFolder other = new();
        other.Write("outside", [1]);
        folder.Write("file", [1]);
        File.CreateSymbolicLink(folder.Combine("to-file"), folder.Combine("file"));
        Directory.CreateSymbolicLink(folder.Combine("to-self"), folder.Path);
        Directory.CreateSymbolicLink(folder.Combine("to-other"), other.Path);
        Assert.Equal(0, TestLibc.mkfifo(folder.Combine("pipe"), 0x180));

        Assert.Equal(["file"], Walk(folder));
    }

    [Fact]
    public void A_link_that_is_named_is_followed()
    {
        using TempFolder folder = new();
        folder.Write("file", [1]);
        using TempFolder other = new();
        string link = other.Combine("link");
        Directory.CreateSymbolicLink(link, folder.Path);

        Assert.Equal([link + "/file"], Paths(NewTree(), link));
    }

    [Fact]
    public void Hard_links_count_once_over_all_roots()
    {
        using TempFolder folder = new();
        folder.Write("one", [1]);
        folder.Write("other", [2]);
        Directory.CreateDirectory(folder.Combine("sub"));
        Assert.True(ProcessRunner.Run("ln", folder.Combine("one"), folder.Combine("sub/same")).Succeeded);
        FileTree tree = NewTree();

        Assert.Equal([folder.Combine("one"), folder.Combine("other")], Paths(tree, folder.Path));
        Assert.Empty(Paths(tree, folder.Combine("sub/same")));
        Assert.Equal([folder.Combine("other")], Paths(tree, folder.Combine("other")));
    }

    [Fact]
    public void A_file_or_a_path_that_leads_nowhere_is_itself()
    {
        using TempFolder folder = new();
        string file = folder.Write("file", [1]);

        Assert.Equal([file], Paths(NewTree(), file));
        Assert.Equal([folder.Combine("none")], Paths(NewTree(), folder.Combine("none")));
    }

    [Fact]
    public void Needs_root_A_folder_that_cannot_be_read_is_an_error_and_the_others_go_on()
    {
        Needs.Root("to become another user");
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.Combine("a"));
        folder.Write("a/secret", [1]);
        Directory.CreateDirectory(folder.Combine("b"));
        folder.Write("b/open", [1]);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ED /* 0755 */);
        File.SetUnixFileMode(folder.Combine("a"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string[] found = [];
        Privileges.AsNobody(() => found = Walk(folder));

        Assert.Equal(["b/open"], found);
        (string path, Exception error) = Assert.Single(_errors);
        Assert.Equal(folder.Combine("a"), path);
        Assert.Equal(MmapErrorKind.AccessDenied, Assert.IsType<MmapException>(error).Kind);
    }

    [Fact]
    public void The_walk_can_be_cancelled()
    {
        using TempFolder folder = new();
        folder.Write("a", [1]);
        folder.Write("b", [1]);
        using CancellationTokenSource stop = new();
        FileTree tree = new((_, _) => { }, stop.Token);
        using IEnumerator<FoundFile> files = tree.Walk(folder.Path).GetEnumerator();

        Assert.True(files.MoveNext());
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => files.MoveNext());
    }

    private FileTree NewTree() => new((path, error) => _errors.Add((path, error)), CancellationToken.None);

    private string[] Walk(TempFolder folder) =>
        Paths(NewTree(), folder.Path).Select(path => Path.GetRelativePath(folder.Path, path)).ToArray();

    private static IEnumerable<string> Paths(FileTree tree, string root) => tree.Walk(root).Select(static file => file.Path);
}
