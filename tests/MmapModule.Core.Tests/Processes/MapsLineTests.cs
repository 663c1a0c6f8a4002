using System;
using System.Text;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Proc;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Lines of /proc/PID/maps, also broken ones.</summary>
[OnlyOn("Linux", "reads /proc/PID/maps")]
public sealed class MapsLineTests
{
    [Theory]
    [InlineData("562712cd9000-562712cde000 r-xp 00002000 fe:00 247270                     /usr/bin/cat", 0x562712cd9000, 0x562712cde000, "r-xp", 0x2000, "fe:00", 247270, "/usr/bin/cat")]
    [InlineData("7f0000000000-7f0000001000 rw-s 00000000 00:01 5                          /dev/zero (deleted)", 0x7f0000000000, 0x7f0000001000, "rw-s", 0, "00:01", 5, "/dev/zero (deleted)")]
    [InlineData("00400000-00401000 r--p 00000000 103:0a 18446744073709551615              /a  b c/x y", 0x400000, 0x401000, "r--p", 0, "103:0a", ulong.MaxValue, "/a  b c/x y")]
    [InlineData("5627-5628 rw-p 00000000 00:00 0                                          [heap]", 0x5627, 0x5628, "rw-p", 0, "00:00", 0, "[heap]")]
    [InlineData("5627-5628 rw-p 00000000 00:00 0                                          [anon: my name]", 0x5627, 0x5628, "rw-p", 0, "00:00", 0, "[anon: my name]")]
    [InlineData("5627-5628 rw-p 00000000 00:00 0 ", 0x5627, 0x5628, "rw-p", 0, "00:00", 0, "")]
    [InlineData("5627-5628 rw-p 00000000 00:00 0", 0x5627, 0x5628, "rw-p", 0, "00:00", 0, "")]
    [InlineData("ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]", 0xffffffffff600000, 0xffffffffff601000, "--xp", 0, "00:00", 0, "[vsyscall]")]
    [InlineData("7f0000000000-7f0000001000 r--s fffffffffffff000 00:05 1                  /dev/mem", 0x7f0000000000, 0x7f0000001000, "r--s", 0xfffffffffffff000, "00:05", 1, "/dev/mem")]
    public void A_line_gives_all_its_fields(string line, ulong start, ulong end, string permissions, ulong offset, string device, ulong inode, string path)
    {
        Assert.True(MapsLine.TryParse(Encoding.UTF8.GetBytes(line), out MapsLine entry));

        Assert.Equal((start, end), (entry.Start, entry.End));
        Assert.Equal(permissions, Encoding.UTF8.GetString(entry.Permissions));
        Assert.Equal(offset, entry.Offset);
        Assert.Equal(device, Encoding.UTF8.GetString(entry.Device));
        string[] numbers = device.Split(':');
        Assert.Equal(new FileIdentity(Convert.ToUInt32(numbers[0], 16), Convert.ToUInt32(numbers[1], 16), inode), entry.Identity);
        Assert.Equal(path, Encoding.UTF8.GetString(entry.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Size:                  8 kB")]
    [InlineData("VmFlags: rd mr mw me")]
    [InlineData("Anonymous:             0 kB")]
    [InlineData("562712cd9000")]
    [InlineData("562712cd9000-")]
    [InlineData("562712cd9000-562712cde000")]
    [InlineData("562712cd9000-562712cde000 r-xp 00002000 fe:00")]
    [InlineData("562712cd9000-562712cde000 r-xp 00002000 fe00 12 /x")]
    [InlineData("562712cd9000-562712cde000 rx 00002000 fe:00 12 /x")]
    [InlineData("562712cd9000-562712cde000 r-xp zz fe:00 12 /x")]
    [InlineData("11112222333344445-2 r-xp 0 fe:00 12 /x")]
    public void Anything_else_is_not_taken_for_a_line(string line) =>
        Assert.False(MapsLine.TryParse(Encoding.UTF8.GetBytes(line), out _));
}
