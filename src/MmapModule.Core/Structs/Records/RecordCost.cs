using System;

namespace MmapModule;

/// <summary>Estimates the memory that objects take, so that a hostile file cannot ask for more than one record may have.</summary>
internal static class RecordCost
{
    /// <summary>An object for a record, without its properties: measured, and rounded up.</summary>
    internal const long OfRecord = 256;

    /// <summary>A property of it.</summary>
    internal const long OfProperty = 256;

    /// <summary>A value that is an object of its own, in an array of them.</summary>
    internal const long OfObject = 48;

    /// <summary>What the values of a field take, beside its property.</summary>
    /// <param name="field">The field.</param>
    /// <param name="count">How many elements.</param>
    internal static long Of(MappedStructField field, long count)
    {
        FieldCodec element = field.Codec.Element;
        long one = field.ElementType.Struct?.Cost ?? (element is EnumCodec or VarintCodec or BitCodec ? OfObject : Math.Max(1, element.Size));
        return long.CreateSaturating((Int128)one * Math.Max(0, count));
    }
}
