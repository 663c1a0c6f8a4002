using System;
using System.Globalization;
using System.IO;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A block device that promises more space than there is behind it: writing it back ends in real I/O errors.</summary>
internal sealed class LoopDevice : IDisposable
{
    private readonly Mount _mount;

    private LoopDevice(Mount mount, string path)
    {
        _mount = mount;
        Path = path;
    }

    internal string Path { get; }

    /// <param name="size">What the device promises, in bytes.</param>
    /// <param name="real">What is behind it, in KiB.</param>
    internal static LoopDevice Create(long size, int real)
    {
        Needs.Program("losetup");
        Mount mount = Mount.Tmpfs(string.Create(CultureInfo.InvariantCulture, $"size={real}k,mode=0700"));
        string image = mount.Combine("image");
        using (FileStream stream = File.Create(image))
        {
            stream.SetLength(size);
        }

        ProcessResult result = Attach(image);
        for (int attempt = 0; !result.Succeeded && attempt < 10; attempt++)
        {
            // Somebody else may have taken the free device between asking for it and using it.
            Thread.Sleep(50);
            result = Attach(image);
        }

        if (!result.Succeeded)
        {
            mount.Dispose();
            Assert.Skip("cannot use a loop device here: " + result.Error);
        }

        return new LoopDevice(mount, result.Output.Trim());
    }

    public void Dispose()
    {
        ProcessRunner.Run("losetup", "-d", Path);
        _mount.Dispose();
    }

    private static ProcessResult Attach(string image) => ProcessRunner.Run("losetup", "-f", "--show", image);
}
