using System;
using System.IO;

namespace MmapModule.Tests;

/// <summary>A name for shared memory or a lock that nobody else has, removed at the end.</summary>
internal sealed class SharedName : IDisposable
{
    internal string Value { get; } = TestRun.Name + "-" + Guid.NewGuid().ToString("N");

    /// <summary>Its file; on Windows only a lock has one.</summary>
    internal string Path => OperatingSystem.IsWindows() ? SharedMutexCatalog.PathOf(Value) : "/dev/shm/" + Value;

    public void Dispose()
    {
        if (File.Exists(Path))
        {
            File.Delete(Path);
        }
    }
}
