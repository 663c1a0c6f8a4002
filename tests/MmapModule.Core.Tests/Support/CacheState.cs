using System.Globalization;
using System.IO;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Brings the page cache of a file into a known state, and asks other programs about it.</summary>
internal static class CacheState
{
    /// <summary>A file of random pages that are on the disk and not in the cache.</summary>
    internal static TempFile Evicted(int pages)
    {
        TempFile file = new(Data.Random(pages * Data.PageSize));
        ProcessResult result = ProcessRunner.Run("dd", "of=" + file.Path, "oflag=nocache", "conv=notrunc,fdatasync", "count=0");
        Assert.SkipUnless(result.Succeeded && FinCore(file.Path) == 0, "cannot evict files here: " + result.All);
        return file;
    }

    /// <summary>Reads one page that is not at the start of the file: then the kernel reads nothing ahead.</summary>
    internal static void ReadPage(string path, int page)
    {
        using SafeFileHandle handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        Assert.Equal(1, RandomAccess.Read(handle, new byte[1], (long)page * Data.PageSize));
    }

    /// <summary>The cached bytes as fincore(1) says.</summary>
    internal static long FinCore(string path)
    {
        ProcessResult result = ProcessRunner.Run("fincore", "--bytes", "--noheadings", "--output", "RES", path);
        return long.Parse(result.Output.Trim(), CultureInfo.InvariantCulture);
    }
}
