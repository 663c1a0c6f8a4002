using System;
using System.IO;

namespace MmapModule.Tests;

/// <summary>A file of its own for one test.</summary>
internal sealed class TempFile : IDisposable
{
    /// <summary>ERROR_USER_MAPPED_FILE.</summary>
    private const int UserMappedFile = unchecked((int)0x800704C8);

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

    internal byte[] Read() => Read(Path);

    /// <summary>The bytes of a file that others may have open for writing.</summary>
    internal static byte[] Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Makes the file shorter or longer, as another program would.</summary>
    internal void SetLength(long length) => SetLength(Path, length);

    /// <summary>The same for any file.</summary>
    internal static void SetLength(string path, long length)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            stream.SetLength(length);
        }
        catch (IOException error) when (error.HResult == UserMappedFile)
        {
            Wine.CutMapped(path, length);
        }
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
