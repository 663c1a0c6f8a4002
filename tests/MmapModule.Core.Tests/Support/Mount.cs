using System;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A small file system in memory, to fill up or to mount with special options.</summary>
internal sealed class Mount : IDisposable
{
    private readonly TempFolder _folder = new();

    private Mount()
    {
    }

    internal string Path => _folder.Path;

    /// <summary>Mounts a tmpfs, or skips the test that wants it.</summary>
    internal static Mount Tmpfs(string options) => Create("tmpfs", "tmpfs", options);

    internal static Mount Create(string type, string device, string options)
    {
        Needs.Root("to mount a small file system");
        Needs.Program("mount");
        Needs.Program("umount");
        Mount mount = new();
        ProcessResult result = ProcessRunner.Run("mount", "-t", type, "-o", options, device, mount.Path);
        if (!result.Succeeded)
        {
            mount._folder.Dispose();
            Assert.Skip("cannot mount here: " + result.Error);
        }

        return mount;
    }

    public void Dispose()
    {
        for (int attempt = 0; !ProcessRunner.Run("umount", Path).Succeeded && attempt < 20; attempt++)
        {
            // A child that another test is starting may hold a descriptor for a moment.
            Thread.Sleep(50);
        }

        _folder.Dispose();
    }

    internal string Combine(string name) => _folder.Combine(name);

    internal void Remount(string options) =>
        Assert.True(ProcessRunner.Run("mount", "-o", "remount," + options, Path).Succeeded);
}
