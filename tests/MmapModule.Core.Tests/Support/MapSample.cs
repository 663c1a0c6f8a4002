using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Tests;

/// <summary>The sorts of maps whose bytes must all behave alike.</summary>
public enum SampleKind
{
    File,
    PrivateFile,
    UnalignedFile,
    SharedAnonymous,
    PrivateAnonymous,
    SharedMemory,
    MemoryFile,
    PrivateSnapshot,
    Handle,
}

/// <summary>A readable and writable map of one sort, filled with given bytes.</summary>
internal sealed class MapSample : IDisposable
{
    private const int Unaligned = 1234;
    private IDisposable? _source;

    internal MapSample(SampleKind kind, byte[] content)
    {
        Map = Create(kind, content);
        if (kind is SampleKind.SharedAnonymous or SampleKind.PrivateAnonymous or SampleKind.SharedMemory or SampleKind.MemoryFile)
        {
            Map.Write(0, content);
        }
    }

    internal MemoryMap Map { get; }

    public void Dispose()
    {
        Map.Dispose();
        _source?.Dispose();
    }

    private MemoryMap Create(SampleKind kind, byte[] content) => kind switch
    {
        SampleKind.File => MemoryMap.OpenFile(WriteFile(content), new() { Protection = MapProtection.ReadWrite }),
        SampleKind.PrivateFile => MemoryMap.OpenFile(WriteFile(content), new() { Protection = MapProtection.ReadWrite, IsPrivate = true }),
        SampleKind.UnalignedFile => MemoryMap.OpenFile(
            WriteFile([.. new byte[Unaligned], .. content, .. new byte[7]]),
            new() { Protection = MapProtection.ReadWrite, Offset = Unaligned, Length = content.Length }),
        SampleKind.SharedAnonymous => MemoryMap.CreateAnonymous(new() { Size = content.Length }),
        SampleKind.PrivateAnonymous => MemoryMap.CreateAnonymous(new() { Size = content.Length, IsPrivate = true }),
        SampleKind.SharedMemory => MemoryMap.OpenSharedMemory(NewName(), SharedMemoryMode.Create, new() { Size = content.Length }),
        SampleKind.MemoryFile => MemoryMap.CreateMemoryFile(new() { Size = content.Length }),
        SampleKind.PrivateSnapshot => MemoryMap.CreateSnapshot(WriteFile(content), new() { Protection = MapProtection.ReadWrite, IsPrivate = true }),
        SampleKind.Handle => OpenHandle(WriteFile(content)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static MemoryMap OpenHandle(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        return MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.ReadWrite });
    }

    private string WriteFile(byte[] content)
    {
        TempFile file = new(content);
        _source = file;
        return file.Path;
    }

    private string NewName()
    {
        SharedName name = new();
        _source = name;
        return name.Value;
    }
}
