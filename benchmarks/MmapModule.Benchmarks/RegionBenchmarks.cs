using System;
using System.IO;
using BenchmarkDotNet.Attributes;

namespace MmapModule.Benchmarks;

/// <summary>What search and comparison of a whole region cost, on one thread and on two.</summary>
[MemoryDiagnoser]
public class RegionBenchmarks
{
    private const int Size = 64 * 1024 * 1024;

    private readonly SearchPattern _text = SearchPattern.FromText("NotThereAtAllToday");
    private readonly SearchPattern _expression = SearchPattern.FromRegex("NotThere[0-9]+Today");
    private readonly SearchPattern _masked = SearchPattern.FromHex(HexPattern.Parse("4E 6F ?? 5468 ?? ?? 72"));
    private string _path = string.Empty;
    private MemoryMap _map = null!;
    private MemoryMap _copy = null!;

    /// <summary>How many threads work at a time.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _path = Path.GetTempFileName();
        byte[] content = new byte[Size];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(_path, content);
        _map = MemoryMap.OpenFile(_path);
        _copy = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = Size });
        _copy.Write(0, content);
    }

    [GlobalCleanup]
    public void Close()
    {
        _map.Dispose();
        _copy.Dispose();
        File.Delete(_path);
    }

    [Benchmark]
    public long SearchText() => _map.CountMatches(_text, new SearchOptions { ThreadCount = Threads });

    [Benchmark]
    public long SearchMasked() => _map.CountMatches(_masked, new SearchOptions { ThreadCount = Threads });

    [Benchmark]
    public long SearchExpression() => _map.CountMatches(_expression, new SearchOptions { ThreadCount = Threads });

    [Benchmark]
    public bool Compare() => _map.ContentEquals(_copy, new CompareOptions { ThreadCount = Threads });
}
