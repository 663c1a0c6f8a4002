using System;
using System.IO;
using BenchmarkDotNet.Attributes;

namespace MmapModule.Benchmarks;

/// <summary>What one number costs, by the kind of memory, its alignment, and whether its page ends with zeros.</summary>
[MemoryDiagnoser]
public class NumberBenchmarks
{
    private const int Size = 64 * 1024;

    private string _path = string.Empty;
    private MemoryMap _map = null!;

    /// <summary>What is mapped.</summary>
    [Params("File", "FileOfZeros", "PrivateFile", "MemoryFile", "SealedMemoryFile", "SharedMemory", "PrivateMemory")]
    public string Kind { get; set; } = string.Empty;

    [GlobalSetup]
    public void Open()
    {
        byte[] content = new byte[Size];
        if (Kind != "FileOfZeros")
        {
            new Random(1).NextBytes(content);
        }

        _path = Path.GetTempFileName();
        File.WriteAllBytes(_path, content);
        MemoryMapOptions memory = new() { Size = Size, IsPrivate = Kind == "PrivateMemory", Seals = Kind == "SealedMemoryFile" ? MapSeals.Shrink : MapSeals.None };
        _map = Kind switch
        {
            "MemoryFile" or "SealedMemoryFile" => MemoryMap.CreateMemoryFile(memory),
            "SharedMemory" or "PrivateMemory" => MemoryMap.CreateAnonymous(memory),
            _ => MemoryMap.OpenFile(_path, new MemoryMapOptions { Protection = MapProtection.ReadWrite, IsPrivate = Kind == "PrivateFile" }),
        };
        _map.Write(0, content);
    }

    [GlobalCleanup]
    public void Close()
    {
        _map.Dispose();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public int ReadInt32() => _map.ReadInt32(64);

    [Benchmark]
    public byte ReadByte() => _map.ReadByte(67);

    [Benchmark]
    public long ReadUnaligned() => _map.ReadInt64(63);

    [Benchmark]
    public long ReadAcrossPages() => _map.ReadInt64(4092);

    [Benchmark]
    public void WriteInt32() => _map.WriteInt32(64, 42);

    [Benchmark]
    public void WriteUnaligned() => _map.WriteInt64(63, 42);

    [Benchmark]
    public int Add() => _map.InterlockedAdd(128, 1);

    [Benchmark]
    public bool WaitForWhatIsThere() => _map.WaitUntil(64, WaitCondition.NotEqual, 7, 0);
}
