using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>The number of a descriptor is used only while somebody holds the file open: system calls take handles.</summary>
public sealed class DescriptorTests
{
    private const string Holder = "HeldDescriptor.cs";

    /// <summary>Closing gives a number back, and memory without a file has the number -1.</summary>
    private static readonly string[] s_takeNumbers = ["Libc.Close.cs", "Libc.MMap.cs"];

    [Fact]
    public void Only_one_place_asks_a_handle_for_its_number() =>
        Complaints.None(Repository.Files("src", ".cs").Where(static file =>
            Path.GetFileName(file) != Holder && Repository.Read(file).Contains("DangerousGetHandle", StringComparison.Ordinal)));

    [Fact]
    public void System_calls_take_handles() =>
        Complaints.None(Repository.Files("src/MmapModule.Core/Interop", ".cs").Where(static file =>
            !s_takeNumbers.Contains(Path.GetFileName(file)) && Regex.IsMatch(Repository.Read(file), @"\bint (fd|fd_in|fd_out|fildes)\b[,)]")));

    [Fact]
    public void The_one_place_is_there() => Assert.Contains(Repository.Files("src", ".cs"), static file => Path.GetFileName(file) == Holder);
}
