using System;
using System.IO;

namespace MmapModule.Tests;

/// <summary>A file of its own for one test.</summary>
internal sealed class TempFile : IDisposable
{
    internal TempFile(byte[] content)
    {
        Path = NewPath();
        File.WriteAllBytes(Path, content);
    }

    /// <summary>A sparse file: all hole.</summary>
    internal TempFile(long length)
    {
        Path = NewPath();
        using FileStream stream = File.Create(Path);
        stream.SetLength(length);
    }

    internal string Path { get; }

    internal long Length => new FileInfo(Path).Length;

    public void Dispose() => File.Delete(Path);

    internal byte[] Read() => File.ReadAllBytes(Path);

    /// <summary>Makes the file shorter or longer, as another program would.</summary>
    internal void SetLength(long length)
    {
        using FileStream stream = new(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.SetLength(length);
    }

    /// <summary>Overwrites bytes, as another program would.</summary>
    internal void Overwrite(long offset, byte[] content)
    {
        using FileStream stream = new(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Position = offset;
        stream.Write(content);
    }

    private static string NewPath() =>
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), "mmap-test-" + Guid.NewGuid().ToString("N"));
}
