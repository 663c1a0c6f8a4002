using System;
using System.IO;

namespace MmapModule.Tests;

/// <summary>A name for shared memory that nobody else has, removed at the end.</summary>
internal sealed class SharedName : IDisposable
{
    internal string Value { get; } = TestRun.Name + "-" + Guid.NewGuid().ToString("N");

    internal string Path => "/dev/shm/" + Value;

    public void Dispose() => File.Delete(Path);
}
