using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace MmapModule.Benchmarks;

/// <summary>What one record costs, read and written through a layout that was parsed or that of a .NET structure.</summary>
[MemoryDiagnoser]
public class StructBenchmarks
{
    private const int Size = 4096;

    private MemoryMap _map = null!;
    private MappedStruct _layout = null!;
    private object _record = null!;

    /// <summary>How the layout was made.</summary>
    [Params("Definition", "Type")]
    public string Layout { get; set; } = string.Empty;

    [GlobalSetup]
    public void Open()
    {
        _map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = Size, IsPrivate = true });
        _layout = Layout == "Type"
            ? MappedStruct.FromType(typeof(Vector4))
            : MappedStruct.Parse("f32 x; f32 y; f32 z; f32 w");
        _record = _map.ReadStruct(0, _layout);
    }

    [GlobalCleanup]
    public void Close() => _map.Dispose();

    [Benchmark]
    public object Read() => _map.ReadStruct(64, _layout);

    [Benchmark]
    public void Write() => _map.WriteStruct(64, _layout, _record);
}
