using System;
using System.IO;
using BenchmarkDotNet.Attributes;

namespace MmapModule.Benchmarks;

/// <summary>What a copy out of a map and into it costs, small and large, for the kinds of memory that are copied differently.</summary>
[MemoryDiagnoser]
public class CopyBenchmarks
{
    private const int Size = 16 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[4 * 1024 * 1024];
    private string _path = string.Empty;
    private MemoryMap _map = null!;
    private MemoryMap _target = null!;

    /// <summary>What is mapped.</summary>
    [Params("SharedFile", "PrivateFile", "MemoryFile", "PrivateMemory")]
    public string Kind { get; set; } = string.Empty;

    [GlobalSetup]
    public void Open()
    {
        _path = Path.GetTempFileName();
        File.WriteAllBytes(_path, new byte[Size]);
        MemoryMapOptions memory = new() { Size = Size, IsPrivate = Kind == "PrivateMemory" };
        _map = Kind switch
        {
            "MemoryFile" => MemoryMap.CreateMemoryFile(memory),
            "PrivateMemory" => MemoryMap.CreateAnonymous(memory),
            _ => MemoryMap.OpenFile(_path, new MemoryMapOptions { Protection = MapProtection.ReadWrite, IsPrivate = Kind == "PrivateFile" }),
        };
        byte[] content = new byte[Size];
        new Random(1).NextBytes(content);
        _map.Write(0, content);
        _target = MemoryMap.CreateAnonymous(memory);
    }

    [GlobalCleanup]
    public void Close()
    {
        _map.Dispose();
        _target.Dispose();
        File.Delete(_path);
    }

    [Benchmark]
    public int ReadNumber() => _map.ReadInt32(4096);

    [Benchmark]
    public void WriteNumber() => _map.WriteInt32(4096, 42);

    [Benchmark]
    public void ReadChunk() => _map.Read(0, _buffer.AsSpan());

    [Benchmark]
    public void WriteChunk() => _map.Write(0, _buffer.AsSpan());

    [Benchmark]
    public MemoryMapCopyResult CopyToMap() => _map.CopyTo(_target);
}
