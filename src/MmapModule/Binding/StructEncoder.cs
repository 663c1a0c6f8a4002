using System;
using System.Collections;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Encodes what PowerShell users give as records: objects with properties, hashtables, instances of structures; lists of them too.</summary>
internal sealed class StructEncoder : RecordEncoder
{
    internal StructEncoder(MappedStruct layout)
        : base(layout)
    {
    }

    /// <summary>Appends one record or a list of records.</summary>
    /// <exception cref="MmapException">InvalidArgument or ValueTooLarge, with the name of the field.</exception>
    internal void AppendAll(object? value)
    {
        if (Unwrap(value) is IEnumerable list and not (string or IDictionary))
        {
            foreach (object? item in list)
            {
                AppendAll(item);
            }

            return;
        }

        Append(value!);
    }

    /// <summary>What is to be written; padding, and what hashtables leave out, stays as it is.</summary>
    internal Patch ToPatch()
    {
        HexPattern pattern = ToPattern();
        return pattern.IsExact ? new Patch(pattern.Bits.ToArray()) : new Patch(pattern);
    }

    /// <summary>An object that only has properties is its own base object, so nothing is lost here.</summary>
    private protected override object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private protected override bool TryGet(object record, string name, out object? value)
    {
        PSPropertyInfo? property = PSObject.AsPSObject(record).Properties[name];
        value = property?.Value;
        return property is not null;
    }

    private protected override object Convert(object value, Type target, MappedStructField field, string path)
    {
        if (ValueConverter.TryConvert(value, target, out object? result, out bool isTooLarge) && result is not null)
        {
            return result;
        }

        throw isTooLarge ? StructErrors.TooLarge(value, field.Type, path) : StructErrors.NotAValue(value, field.Type, path);
    }
}
