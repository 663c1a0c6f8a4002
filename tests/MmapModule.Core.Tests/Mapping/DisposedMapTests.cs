using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace MmapModule.Tests;

public sealed class DisposedMapTests : IDisposable
{
    /// <summary>Methods that are still of use with a map that is gone.</summary>
    private static readonly string[] s_harmless =
    [
        nameof(MemoryMap.Dispose), nameof(MemoryMap.GetHealth), nameof(MemoryMap.ClearSyncError), nameof(ToString),
        nameof(Equals), nameof(GetHashCode), nameof(GetType), nameof(MappedRegion.CompareTo),
    ];

    private readonly MemoryMap _other = MemoryMap.CreateAnonymous(new() { Size = 4096, IsPrivate = true });
    private readonly MapSample _sample = new(SampleKind.File, new byte[1000]);
    private readonly MappedRegion _region;
    private readonly Stream _stream;

    public DisposedMapTests()
    {
        _region = _sample.Map.Slice(10, 100);
        _stream = _sample.Map.AsStream();
        _sample.Map.Dispose();
    }

    public void Dispose()
    {
        _sample.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_public_method_says_MapDisposed(bool isRegion)
    {
        MappedMemory memory = isRegion ? _region : _sample.Map;
        List<string> wrong = [];
        foreach (MethodInfo method in memory.GetType().GetMethods(BindingFlags.Instance | BindingFlags.Public))
        {
            if (method.IsSpecialName || s_harmless.Contains(method.Name) || method.GetParameters().Any(static parameter => parameter.ParameterType.IsByRefLike))
            {
                continue;
            }

            object?[] arguments = [.. method.GetParameters().Select(ArgumentFor)];
            TargetInvocationException? thrown = Record.Exception(() => method.Invoke(memory, arguments)) as TargetInvocationException;
            if (thrown?.InnerException is not MmapException { Kind: MmapErrorKind.MapDisposed })
            {
                wrong.Add(method + " -> " + (thrown?.InnerException?.Message ?? "no error"));
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Methods_with_spans_say_it_too()
    {
        Expect.Failure(MmapErrorKind.MapDisposed, () => _sample.Map.Read(0, new byte[1].AsSpan()));
        Expect.Failure(MmapErrorKind.MapDisposed, () => _sample.Map.Write(0, new ReadOnlySpan<byte>([1])));
        Expect.Failure(MmapErrorKind.MapDisposed, () => _region.Read(0, Span<byte>.Empty));
        Expect.Failure(MmapErrorKind.MapDisposed, () => _region.Write(0, ReadOnlySpan<byte>.Empty));
    }

    [Fact]
    public void A_stream_says_it_too()
    {
        Expect.Failure(MmapErrorKind.MapDisposed, () => _stream.ReadByte());
        Expect.Failure(MmapErrorKind.MapDisposed, () => _stream.CopyTo(Stream.Null));
        Expect.Failure(MmapErrorKind.MapDisposed, () => _stream.WriteByte(1));
    }

    [Fact]
    public void All_properties_can_still_be_read()
    {
        MemoryMap map = _sample.Map;
        foreach (PropertyInfo property in typeof(MemoryMap).GetProperties().Concat(typeof(MappedRegion).GetProperties()))
        {
            Assert.Null(Record.Exception(() => property.GetValue(property.DeclaringType == typeof(MappedRegion) ? _region : map)));
        }

        Assert.Equal((MapState.Closed, 1000, 1000), (map.State, map.Length, map.FileLength));
        Assert.Equal((10, 100), (_region.Offset, _region.Length));
        Assert.StartsWith($"Map {map.Id}", map.ToString(), StringComparison.Ordinal);
        Assert.StartsWith($"Map {map.Id}", _region.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_names_the_map()
    {
        MmapException error = Expect.Failure(MmapErrorKind.MapDisposed, () => _sample.Map.Read());
        Assert.Contains($"Map {_sample.Map.Id} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_health_report_says_that_it_is_gone()
    {
        MemoryMapHealth health = _sample.Map.GetHealth();
        Assert.Equal((MapState.Closed, false), (health.State, health.IsHealthy));
        Assert.Contains("The map has been removed.", health.Problems);
    }

    /// <summary>Something valid, so that nothing but the disposed map is wrong.</summary>
    private object? ArgumentFor(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return type == typeof(long) ? 0L
            : type == typeof(byte[]) ? new byte[] { 1 }
            : type == typeof(string) ? "x"
            : type == typeof(MappedMemory) ? _other
            : type == typeof(object) && parameter.Member.Name == "WriteStruct" ? new Hashtable { ["x"] = 1 }
            : type == typeof(object) && !parameter.IsOptional ? 1
            : type == typeof(HexPattern) ? HexPattern.Parse("AA")
            : type == typeof(SearchPattern) ? SearchPattern.FromBytes([1])
            : type == typeof(MappedStruct) ? MappedStruct.Parse("u8 x")
            : type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type)
            : null;
    }
}
