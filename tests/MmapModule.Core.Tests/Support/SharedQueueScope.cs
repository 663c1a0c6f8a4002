using System;
using System.IO;
using MmapModule.Platform.Windows.SharedQueues;

namespace MmapModule.Tests;

/// <summary>A name for a shared queue that nobody else has, removed at the end whatever has become of it.</summary>
internal sealed class SharedQueueScope : IDisposable
{
    internal const int Capacity = 4096;

    internal string Name { get; } = TestRun.Name + "-" + Guid.NewGuid().ToString("N");

    internal string Path => OperatingSystem.IsWindows() ? SharedQueueFolder.PathOf(Name) : "/dev/shm/" + Name;

    public void Dispose()
    {
        if (File.Exists(Path))
        {
            File.Delete(Path);
        }

        try
        {
            MessageQueueCatalog.Remove(Name);
        }
        catch (MmapException)
        {
            // There is no POSIX queue of that name either.
        }
    }

    internal MessageQueue Open(long capacity = Capacity, SharedMemoryMode mode = SharedMemoryMode.OpenOrCreate) =>
        MessageQueue.Open(Name, new MessageQueueOptions { Capacity = capacity, Mode = mode });

    /// <summary>Overwrites bytes of the file.</summary>
    internal void Write(long offset, byte[] bytes)
    {
        using FileStream file = new(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = offset;
        file.Write(bytes);
    }

    /// <summary>Cuts the file, or makes it longer.</summary>
    internal void SetLength(long length)
    {
        using FileStream file = new(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.SetLength(length);
    }
}
