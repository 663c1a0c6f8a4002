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
        throw MapErrors.Invalid(
            "A value of the type " + record.GetType() + " is no record.",
            "Give a dictionary with the fields, or an instance of the structure that the layout was made from.");

    private protected override bool IsRecord(object value) => false;

    private protected override IEnumerable ItemsOf(IEnumerable list) => list;
}
