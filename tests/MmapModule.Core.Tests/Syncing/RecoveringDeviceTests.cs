using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A device that fails for a while: what was lost then is not forgotten when it works again.</summary>
[OnlyOn("Linux", "uses the device mapper")]
public sealed class RecoveringDeviceTests
{
    private const int Size = 4 << 20;

    [Fact]
    public void Needs_root_An_error_stays_until_it_is_cleared_and_the_bytes_are_written_again()
    {
        Needs.Root("to mount a small file system");
        using Mount mount = Mount.Tmpfs("size=6m,mode=0700");
        string filler = mount.Combine("filler");
        string image = mount.Combine("image");
        using (FileStream stream = File.Create(image))
        {
            stream.SetLength(Size);
        }

        ProcessResult attached = ProcessRunner.Run("losetup", "-f", "--show", image);
        Assert.SkipUnless(attached.Succeeded, "cannot use a loop device here: " + attached.Error);
        string device = attached.Output.Trim();
        try
        {
            using MemoryMap map = MemoryMap.OpenFile(device, new() { Protection = MapProtection.ReadWrite });
            File.Move(FullFileSystemTests.Fill(mount), filler, overwrite: true);
            map.Write(0, Data.Filled(Size, 0x5A));
            MmapException first = Assert.Throws<MmapException>(() => map.Sync(options: new() { IsDurable = true }));
            Assert.Equal(MmapErrorKind.WritebackFailed, first.Kind);

            // The device works again; the kernel would say that all is well.
            File.Delete(filler);
            Expect.Failure(MmapErrorKind.WritebackFailed, () => map.Sync());
            Expect.Failure(MmapErrorKind.WritebackFailed, () => map.Sync(options: new() { IsDurable = true }));
            Expect.Failure(MmapErrorKind.WritebackFailed, () => map.Sync(options: new() { IsAsync = true }));

            map.ClearSyncError();
            map.Write(0, Data.Filled(Size, 0x5B));
            map.Sync(options: new() { IsDurable = true });
            Assert.Null(map.SyncError);
            Assert.Equal(Data.Filled(Size, 0x5B), TempFile.Read(image));
        }
        finally
        {
            ProcessRunner.Run("losetup", "-d", device);
        }
    }

    [Fact]
    public void Needs_the_device_mapper_A_device_that_refuses_writes_is_remembered()
    {
        Needs.Root("to make a device");
        Assert.SkipUnless(File.ReadAllText("/proc/misc").Contains("device-mapper", StringComparison.Ordinal), "the kernel has no device mapper");
        using LoopDevice device = LoopDevice.Create(Size, 8 * 1024);
        string name = "MmapModule-test-" + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);

        // Never up, always down: reads work and writes fail.
        ProcessResult made = ProcessRunner.Run("dmsetup", "create", name, "--table", FormattableString.Invariant($"0 {Size / 512} flakey {device.Path} 0 0 3600 1 error_writes"));
        Assert.SkipUnless(made.Succeeded, "cannot make a device here: " + made.Error);
        try
        {
            using MemoryMap map = MemoryMap.OpenFile("/dev/mapper/" + name, new() { Protection = MapProtection.ReadWrite });
            map.Write(0, Data.Filled(Size, 0x5A));
            Assert.Throws<MmapException>(() => map.Sync(options: new() { IsDurable = true }));
            Assert.NotNull(map.SyncError);
            Expect.Failure(MmapErrorKind.WritebackFailed, () => map.Sync());
        }
        finally
        {
            ProcessRunner.Run("dmsetup", "remove", "--retry", name);
        }
    }
}
