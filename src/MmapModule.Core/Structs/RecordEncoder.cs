using System;
using System.Buffers;
using System.Collections;

namespace MmapModule;

/// <summary>Turns objects into the bytes of records, and notes which bytes those are.</summary>
internal abstract class RecordEncoder
{
    private readonly MappedStruct _layout;
    private readonly ArrayBufferWriter<byte> _bits = new();
    private readonly ArrayBufferWriter<byte> _mask = new();

    private protected RecordEncoder(MappedStruct layout) => _layout = layout;

    /// <summary>How many bytes there are so far.</summary>
    internal long Length => _bits.WrittenCount;

    /// <summary>The bytes of all records so far; those of padding and of fields that were not given are left open.</summary>
    internal HexPattern ToPattern() => HexPattern.FromMasked(_bits.WrittenSpan.ToArray(), _mask.WrittenSpan.ToArray());

    /// <summary>Appends a record.</summary>
    /// <exception cref="MmapException">InvalidArgument or ValueTooLarge, with the name of the field.</exception>
    internal void Append(object record)
    {
        if (_layout.Size > Array.MaxLength - Length)
        {
            throw new MmapException(
                MmapErrorKind.ArrayTooLarge,
                FormattableString.Invariant($"The records have more than the {Array.MaxLength} bytes that can be written at once."),
                "Write fewer of them at a time, each part at its own -Offset.");
        }

        Span<byte> bits = _bits.GetSpan(_layout.Size)[.._layout.Size];
        Span<byte> mask = _mask.GetSpan(_layout.Size)[.._layout.Size];
        bits.Clear();
        mask.Clear();
        EncodeRecord(_layout, record, bits, mask, string.Empty);
        _bits.Advance(_layout.Size);
        _mask.Advance(_layout.Size);
    }

    /// <summary>The object itself, without what PowerShell wraps it in.</summary>
    private protected abstract object? Unwrap(object? value);

    /// <summary>The value of a field; false if the object has no such property.</summary>
    private protected abstract bool TryGet(object record, string name, out object? value);

    /// <summary>Converts a value to the type of a field.</summary>
    /// <exception cref="MmapException">InvalidArgument or ValueTooLarge.</exception>
    private protected abstract object Convert(object value, Type target, MappedStructField field, string path);

    private void EncodeRecord(MappedStruct layout, object? record, Span<byte> bits, Span<byte> mask, string path)
    {
        object plain = Unwrap(record) ?? throw StructErrors.Null(path.Length == 0 ? "record" : path);
        if (plain.GetType() == layout.Type)
        {
            NativeRecord.Encode(layout, plain, bits, path);
            Cover(layout, mask);
            return;
        }

        IDictionary? given = plain as IDictionary;
        if (given is not null)
        {
            RefuseUnknown(layout, given, path);
        }

        foreach (MappedStructField field in layout.Fields)
        {
            string name = path + field.Name;
            bool isThere = given is null ? TryGet(record!, field.Name, out object? value) : TryFind(given, field.Name, out value);
            if (isThere)
            {
                EncodeField(field, value, bits.Slice(field.Offset, field.Size), mask.Slice(field.Offset, field.Size), name);
            }
            else if (given is null)
            {
                throw StructErrors.Missing(name);
            }
        }
    }

    private void EncodeField(MappedStructField field, object? value, Span<byte> bits, Span<byte> mask, string name)
    {
        // Fields may overlap: the last one counts.
        bits.Clear();
        mask.Clear();
        if (!field.IsArray || field.Codec is TextFieldCodec)
        {
            EncodeElement(field, value, bits, mask, name);
            return;
        }

        object? plain = Unwrap(value);
        if (plain is byte[] bytes && field.Codec.ValueType == typeof(byte))
        {
            CopyBytes(bytes, bits, mask, name);
            return;
        }

        if (plain is null or string or IDictionary or not IEnumerable)
        {
            plain = new[] { plain };
        }

        int size = field.Size / field.Count;
        int found = 0;
        foreach (object? item in (IEnumerable)plain)
        {
            if (found == field.Count)
            {
                throw StructErrors.WrongCount(name, found + 1, field.Count);
            }

            int start = found * size;
            EncodeElement(field, item, bits.Slice(start, size), mask.Slice(start, size), FormattableString.Invariant($"{name}[{found}]"));
            found++;
        }

        if (found < field.Count)
        {
            throw StructErrors.WrongCount(name, found, field.Count);
        }
    }

    private void EncodeElement(MappedStructField field, object? value, Span<byte> bits, Span<byte> mask, string name)
    {
        if (field.ElementType.Struct is MappedStruct inner)
        {
            EncodeRecord(inner, value, bits, mask, name + ".");
            return;
        }

        object plain = Unwrap(value) ?? throw StructErrors.Null(name);
        Type target = field.Codec.ValueType;
        object exact = plain.GetType() == target ? plain : Convert(plain, target, field, name);
        int needed = field.Codec.Encode(exact, bits);
        if (needed > bits.Length)
        {
            throw StructErrors.TextTooLong(name, needed, bits.Length);
        }

        mask.Fill(0xFF);
    }

    private static void CopyBytes(byte[] bytes, Span<byte> bits, Span<byte> mask, string name)
    {
        if (bytes.Length != bits.Length)
        {
            throw StructErrors.WrongCount(name, bytes.Length, bits.Length);
        }

        bytes.CopyTo(bits);
        mask.Fill(0xFF);
    }

    /// <summary>A key that no field has is most likely a typing error, and without this it would change nothing.</summary>
    private static void RefuseUnknown(MappedStruct layout, IDictionary given, string path)
    {
        foreach (object key in given.Keys)
        {
            bool isKnown = false;
            foreach (MappedStructField field in layout.Fields)
            {
                isKnown |= IsName(key, field.Name);
            }

            if (!isKnown)
            {
                throw StructErrors.Unknown(path + key, string.Join(", ", layout.Fields));
            }
        }
    }

    private static bool TryFind(IDictionary given, string name, out object? value)
    {
        foreach (DictionaryEntry entry in given)
        {
            if (IsName(entry.Key, name))
            {
                value = entry.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    private static bool IsName(object key, string name) => name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Marks the bytes of all fields, but not of the padding between them.</summary>
    private static void Cover(MappedStruct layout, Span<byte> mask)
    {
        foreach (MappedStructField field in layout.Fields)
        {
            int size = field.Size / (field.ElementType.Struct is null ? 1 : field.Count);
            for (int start = field.Offset; start < field.Offset + field.Size; start += size)
            {
                if (field.ElementType.Struct is MappedStruct inner)
                {
                    Cover(inner, mask.Slice(start, size));
                }
                else
                {
                    mask.Slice(start, size).Fill(0xFF);
                }
            }
        }
    }
}
