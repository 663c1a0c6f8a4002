using System.Collections;

namespace MmapModule;

/// <summary>Encodes what .NET programs give: dictionaries, and instances of the structure that the layout was made from.</summary>
internal sealed class DictionaryEncoder : RecordEncoder
{
    internal DictionaryEncoder(MappedStruct layout)
        : base(layout)
    {
    }

    private protected override object? Unwrap(object? value) => value;

    private protected override bool TryGet(object record, string name, out object? value) =>
        throw StructErrors.NoRecord(record);

    private protected override bool IsRecord(object value) => false;

    private protected override IEnumerable ItemsOf(IEnumerable list) => list;
}
