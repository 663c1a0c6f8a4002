using System;
using MmapModule.Measuring;

namespace MmapModule;

/// <summary>What the bytes of a block were like when it was measured. It is a region, so it can be read, shown or piped on. The five shares add up to 1.</summary>
public sealed class MappedBlock : MappedRegion
{
    private readonly BlockNumbers _numbers;

    internal MappedBlock(MemoryMap map, MapRange range, BlockNumbers numbers)
        : base(map, range) => _numbers = numbers;

    /// <summary>
    /// How little the bytes repeat each other, in bits per byte (Shannon): 0 if all are the same, 8 if all 256 values are equally
    /// frequent. Encrypted and compressed bytes come near 8, machine code has about 6, text about 4.5.
    /// </summary>
    public double Entropy => _numbers.Entropy;

    /// <summary>The share of bytes that are 0x00, from 0 to 1.</summary>
    public double ZeroShare => _numbers.Zero;

    /// <summary>The share of bytes that are ASCII text, from 0 to 1: 0x20 to 0x7E and white space.</summary>
    public double TextShare => _numbers.Text;

    /// <summary>The share of other control characters, from 0 to 1: 0x01 to 0x1F without white space, and 0x7F.</summary>
    public double ControlShare => _numbers.Control;

    /// <summary>The share of bytes from 0x80 to 0xFE, from 0 to 1.</summary>
    public double HighShare => _numbers.High;

    /// <summary>The share of bytes that are 0xFF, from 0 to 1.</summary>
    public double FullShare => _numbers.Full;

    /// <summary>How many different byte values there are: 1 to 256.</summary>
    public int Distinct => _numbers.Distinct;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{base.ToString()}: entropy {Entropy:0.00}");
}
