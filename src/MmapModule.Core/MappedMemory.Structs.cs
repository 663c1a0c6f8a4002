using System;
using System.Collections.Specialized;
using System.Linq;
using System.Threading;

namespace MmapModule;

/// <content>Records, for loops in which cmdlets would be too slow.</content>
public abstract partial class MappedMemory
{
    /// <summary>Reads a record.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="layout">The layout of the record.</param>
    /// <returns>An ordered dictionary of the fields (an instance of the structure, if the layout was created from one). Of variable size, it also has RecordOffset and RecordSize.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public object ReadStruct(long offset, MappedStruct layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return layout.Plan is null
            ? layout.Decode(Read(offset, layout.Size), BuildDictionary)
            : layout.Walk(Owner, Resolve(offset), 1, BuildDictionary, CancellationToken.None).First().Record;
    }

    /// <summary>Writes a record, or some fields of it. Padding stays as it is, and so does a field that reads as the value already.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="layout">The layout of the record.</param>
    /// <param name="value">A dictionary with the fields to write, or an instance of the structure that the layout was created from.</param>
    /// <exception cref="MmapException">InvalidArgument or ValueTooLarge (nothing is written then); or the range is wrong or cannot be written.</exception>
    public void WriteStruct(long offset, MappedStruct layout, object value)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(value);
        DictionaryEncoder encoder = new(layout);
        encoder.Append(value);
        Owner.ThrowIfClosed();
        CheckChange(offset, layout.Size);
        Write(offset, encoder.ToPattern(Owner, Start + offset));
    }

    private static OrderedDictionary BuildDictionary(MappedStruct layout, object[] values)
    {
        OrderedDictionary record = new(values.Length, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < values.Length; i++)
        {
            record.Add(layout.PropertyNames[i], values[i]);
        }

        return record;
    }
}
