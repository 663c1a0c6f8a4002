using System;
using System.Collections;
using System.Management.Automation;
using System.Threading;
using MmapModule.Errors;
using MmapModule.Patching;

namespace MmapModule.Binding;

/// <summary>Encodes what PowerShell users give as records: objects with properties, hashtables, instances of structures; lists of them too.</summary>
internal sealed class StructEncoder : RecordEncoder
{
    internal StructEncoder(MappedStruct layout)
        : base(layout)
    {
    }

    /// <summary>Appends one record or a list of records.</summary>
    /// <param name="value">The records.</param>
    /// <param name="room">More bytes than this are of no use: a list without an end is left soon after.</param>
    /// <param name="stop">Ends the work with OperationCanceledException.</param>
    /// <exception cref="MmapException">InvalidArgument or ValueTooLarge, with the name of the field.</exception>
    internal void AppendAll(object? value, long room, CancellationToken stop)
    {
        foreach (object? record in ValueList.Flatten(value, isWhole: null, stop))
        {
            Append(record!);
            if (Length > room)
            {
                return;
            }
        }
    }

    /// <summary>What is to be written; padding, what hashtables leave out, and what reads as wanted already stay as they are.</summary>
    internal Patch ToPatch(MemoryMap map, MapRange range, CancellationToken stop)
    {
        HexPattern pattern = ToPattern(map, range.Offset, stop);
        return pattern.IsExact ? new BytePatch(pattern.Bits.ToArray()) : new PatternPatch(pattern);
    }

    private protected override object? Unwrap(object? value) => PlainValue.Of(value);

    private protected override IEnumerable ItemsOf(IEnumerable list) => ValueList.Items(list);

    private protected override bool IsRecord(object value) => value is PSObject;

    private protected override bool TryGet(object record, string name, out object? value)
    {
        PSPropertyInfo? property = PSObject.AsPSObject(record).Properties[name];
        try
        {
            value = property?.Value;
        }
        catch (ExtendedTypeSystemException error)
        {
            throw ValueArgumentErrors.UnreadableProperty(name, error.Message);
        }

        return property is not null;
    }
}
