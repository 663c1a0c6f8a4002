using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>System calls are declared as the guide on native interop says, one in each file.</summary>
public sealed class InteropTests
{
    private static readonly string[] s_files = [.. Repository.Files("src/MmapModule.Core/Interop", ".cs")];

    [Fact]
    public void There_are_declarations() => Assert.Contains(s_files, static file => Functions(Repository.Read(file)).Any());

    [Fact]
    public void Marshalling_is_made_by_the_compiler() =>
        Complaints.None(Repository.Files("src", ".cs").Where(static file => Repository.Read(file).Contains("DllImport", StringComparison.Ordinal)));

    [Fact]
    public void Each_function_has_a_file_that_is_named_after_it() => Complaints.None(s_files.SelectMany(static file => Check(Path.GetFileName(file), Repository.Read(file))));

    [Fact]
    public void Errors_are_kept_for_the_caller() =>
        Complaints.None(s_files.Where(static file => Regex.IsMatch(Repository.Read(file), @"\[LibraryImport\((?![^]]*SetLastError = true)")));

    [Fact]
    public void What_older_C_libraries_lack_goes_through_syscall() =>
        Complaints.None(s_files.SelectMany(static file => Functions(Repository.Read(file))).Intersect(["statx", "memfd_create", "mlock2", "copy_file_range", "cachestat", "mseal", "gettid"]));

    [Fact]
    public void Two_functions_in_a_file_are_seen()
    {
        const string Two = "[LibraryImport(\"libc\")]\ninternal static partial int madvise(nint a);\n[LibraryImport(\"libc\")]\ninternal static partial int mlock(nint a);";
        Assert.Equal(["madvise", "mlock"], Functions(Two));
        Assert.Equal(["Libc.MAdvise.cs declares mlock"], Check("Libc.MAdvise.cs", Two));
        Assert.Empty(Check("Kernel32.MapViewOfFile.cs", "[LibraryImport(\"kernel32\")]\ninternal static partial nint MapViewOfFile(nint a);"));
    }

    private static IEnumerable<string> Functions(string code) =>
        Regex.Matches(code, @"\[LibraryImport\([^]]*\][^;]*?(\w+)\(").Select(static match => match.Groups[1].Value);

    /// <summary>A file has the names of the library and of the function. Overloads may share it: fcntl takes an int or a pointer.</summary>
    private static IEnumerable<string> Check(string fileName, string code) =>
        Functions(code)
            .Distinct()
            .Where(function => !fileName.EndsWith("." + function.Replace("_", null, StringComparison.Ordinal) + ".cs", StringComparison.OrdinalIgnoreCase))
            .Select(function => fileName + " declares " + function);
}
