using BenchmarkDotNet.Attributes;

namespace MmapModule.Benchmarks;

/// <summary>The small things on the way of every call: the gate, a resolved range, a hex pattern.</summary>
[MemoryDiagnoser]
public class PieceBenchmarks
{
    private readonly byte[] _bytes = [0x4D, 0x5A, 0x90, 0x00, 0x03, 0x00, 0x00, 0x00];
    private readonly string _text = "4D 5A ?? 0? 03";
    private readonly HexPattern _pattern = HexPattern.Parse("4D 5A ?? 0? 03");
    private MemoryMap _map = null!;

    [GlobalSetup]
    public void Open() => _map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096, IsPrivate = true });

    [GlobalCleanup]
    public void Close() => _map.Dispose();

    /// <summary>A read of memory that needs no system call is little more than the gate.</summary>
    [Benchmark]
    public byte Gate() => _map.ReadByte(0);

    [Benchmark]
    public MapRange Resolve() => _map.Resolve(64, 8);

    [Benchmark]
    public HexPattern ParseHex() => HexPattern.Parse(_text);

    [Benchmark]
    public int MatchHex() => _pattern.FirstMismatch(_bytes);
}
