using System;
using System.IO;

namespace MmapModule.Tests;

/// <summary>A folder of its own for one test, removed with all it holds.</summary>
internal sealed class TempFolder : IDisposable
{
    internal TempFolder()
    {
        Path = Directory.CreateTempSubdirectory("mmap-test-").FullName;
    }

    internal string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>The path of something in the folder, whether it exists or not.</summary>
    internal string Combine(string name) => System.IO.Path.Combine(Path, name);

    internal string Write(string name, byte[] content)
    {
        string path = Combine(name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
