using System;
using System.Buffers;
using System.Collections;
using System.Collections.Generic;
using System.Threading;

namespace MmapModule;

/// <summary>Turns objects into the bytes of records, and notes which bytes those are.</summary>
internal abstract class RecordEncoder
{
    private readonly MappedStruct _layout;
    private readonly ArrayBufferWriter<byte> _bits = new();
    private readonly ArrayBufferWriter<byte> _mask = new();
    private readonly KeptFields _kept = new();

    private protected RecordEncoder(MappedStruct layout) => _layout = layout.IsVariable ? throw RecordErrors.NotWritten(layout.Name) : layout;

    /// <summary>How many bytes there are so far.</summary>
    internal long Length => _bits.WrittenCount;

    /// <summary>
    /// The bytes of all records so far. Those of padding, of fields that were not given, and of fields that read as the wanted
    /// value already are left open.
    /// </summary>
    /// <param name="map">The map that they will be written to.</param>
    /// <param name="offset">Where in it.</param>
    /// <param name="cancellation">Stops the reading of what is there.</param>
    /// <exception cref="MmapException">InvalidArgument: a text that cannot be written, and that is not there.</exception>
    internal HexPattern ToPattern(MemoryMap map, long offset, CancellationToken cancellation = default)
    {
        byte[] bits = _bits.WrittenSpan.ToArray();
        byte[] mask = _mask.WrittenSpan.ToArray();
        if (_kept.Count > 0)
        {
            _kept.Apply(TryRead(map, new MapRange(offset, bits.Length), cancellation), bits, mask);
        }

        return HexPattern.FromMask(bits, mask);
    }

    /// <summary>Appends a record.</summary>
    /// <exception cref="MmapException">InvalidArgument or ValueTooLarge, with the name of the field.</exception>
    internal void Append(object record)
    {
        if (_layout.Size > Array.MaxLength - Length)
        {
            throw StructErrors.TooManyBytes();
        }

        Span<byte> bits = _bits.GetSpan(_layout.Size)[.._layout.Size];
        Span<byte> mask = _mask.GetSpan(_layout.Size)[.._layout.Size];
        bits.Clear();
        mask.Clear();
        EncodeRecord(_layout, record, bits, mask, string.Empty, (int)Length);
        if (_layout.Plan is not null)
        {
            _ = RecordConstants.Check(_layout, bits, mask, around: null, string.Empty);
        }

        _bits.Advance(_layout.Size);
        _mask.Advance(_layout.Size);
    }

    /// <summary>The object itself, without what PowerShell wraps it in.</summary>
    private protected abstract object? Unwrap(object? value);

    /// <summary>The value of a field; false if the object has no such property.</summary>
    private protected abstract bool TryGet(object record, string name, out object? value);

    /// <summary>Whether an object has properties only, so that it is no value of a field.</summary>
    private protected abstract bool IsRecord(object value);

    /// <summary>The items of a list that somebody else has written.</summary>
    private protected abstract IEnumerable ItemsOf(IEnumerable list);

    /// <summary>What is there; null if it cannot be read: the write will say why it fails, if it does.</summary>
    private static byte[]? TryRead(MemoryMap map, MapRange range, CancellationToken cancellation)
    {
        try
        {
            return map.ReadArray(range, null, cancellation);
        }
        catch (MmapException)
        {
            return null;
        }
    }

    /// <exception cref="MmapException">InvalidArgument or ValueTooLarge.</exception>
    private object Convert(object value, Type target, MappedStructField field, string path)
    {
        bool isTooLarge = false;
        if (!IsRecord(value) && ValueConversion.TryConvert(value, target, out object? result, out isTooLarge))
        {
            return result!;
        }

        throw isTooLarge ? StructErrors.TooLarge(value, field.Type, path) : StructErrors.NotAValue(value, field.Type, path);
    }

    private void EncodeRecord(MappedStruct layout, object? record, Span<byte> bits, Span<byte> mask, string path, int position)
    {
        object plain = Unwrap(record) ?? throw StructErrors.Null(path.Length == 0 ? "record" : path);
        if (plain.GetType() == layout.Type)
        {
            NativeRecord.Encode(layout, plain, bits, path, _kept, position);
            Cover(layout, mask);
            return;
        }

        int others = _kept.Count;

        IDictionary? given = plain as IDictionary;
        if (given is not null)
        {
            RefuseUnknown(layout, given, path);
        }

        if (given is null || given.Count == layout.Fields.Count)
        {
            RecordConstants.Fill(layout, bits, mask);
        }

        foreach (MappedStructField field in layout.Fields)
        {
            string name = path + field.Name;
            bool isThere = given is null ? TryGet(record!, field.Name, out object? value) : TryFind(given, field.Name, out value);
            if (isThere)
            {
                _kept.Overwrite(others, new MapRange(position + field.Offset, field.Size));
                EncodeField(field, value, bits.Slice(field.Offset, field.Size), mask.Slice(field.Offset, field.Size), name, position + field.Offset);
            }
            else if (given is null)
            {
                throw StructErrors.Missing(name);
            }
        }
    }

    private void EncodeField(MappedStructField field, object? value, Span<byte> bits, Span<byte> mask, string name, int position)
    {
        if (field.Codec is BitCodec part)
        {
            object number = Unwrap(value) ?? throw StructErrors.Null(name);
            object converted = number.GetType() == part.ValueType ? number : Convert(number, part.ValueType, field, name);
            if (!part.TryEncode(converted, bits, mask))
            {
                throw StructErrors.TooLarge(number, field.Type, name);
            }

            return;
        }

        // Fields may overlap: the last one counts.
        bits.Clear();
        mask.Clear();
        if (!field.IsArray || field.Codec is TextFieldCodec)
        {
            EncodeElement(field, value, bits, mask, name, position);
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
        foreach (object? item in ItemsOf((IEnumerable)plain))
        {
            if (found == field.Count)
            {
                throw StructErrors.WrongCount(name, found + 1, field.Count);
            }

            int start = found * size;
            EncodeElement(field, item, bits.Slice(start, size), mask.Slice(start, size), FormattableString.Invariant($"{name}[{found}]"), position + start);
            found++;
        }

        if (found < field.Count)
        {
            throw StructErrors.WrongCount(name, found, field.Count);
        }
    }

    private void EncodeElement(MappedStructField field, object? value, Span<byte> bits, Span<byte> mask, string name, int position)
    {
        if (field.ElementType.Struct is MappedStruct inner)
        {
            EncodeRecord(inner, value, bits, mask, name + ".", position);
            return;
        }

        object plain = Unwrap(value) ?? throw StructErrors.Null(name);
        Type target = field.Codec.ValueType;
        if (field.Codec.Element is EnumCodec names && plain is string given && names.NumberOf(given) is { } named)
        {
            plain = named;
        }

        object exact = plain.GetType() == target ? plain : Convert(plain, target, field, name);
        mask.Fill(0xFF);
        if (field.Codec is TextFieldCodec text)
        {
            EncodeText(text, (string)exact, bits, name, position, isWhole: false, _kept);
            return;
        }

        if (field.Codec is MagicCodec magic && (string)exact != magic.Text)
        {
            throw StructErrors.NotAValue(plain, field.Type, name);
        }

        if (field.Codec.Encode(exact, bits) > bits.Length)
        {
            throw StructErrors.TooLarge(plain, field.Type, name);
        }

        if (exact is bool or double.NaN or float.NaN || (exact is Half half && Half.IsNaN(half)))
        {
            _kept.Add(position, field.Codec.Element, 1);
        }
    }

    /// <summary>Writes a text, unless it is one that cannot be written: then the field must have it already.</summary>
    internal static void EncodeText(TextFieldCodec codec, string text, Span<byte> bits, string name, int position, bool isWhole, KeptFields kept)
    {
        MmapException? error = null;
        if (text.Contains(TextCodec.Replacement, StringComparison.Ordinal))
        {
            error = StructErrors.NoText(name);
        }
        else if (TextCodec.TryEncode(codec.Encoding, text) is null)
        {
            error = TextCodec.CannotEncode(codec.Encoding, text, "The text for '" + name + "'");
        }
        else if (codec.Encode(text, bits) is int needed && needed > bits.Length)
        {
            throw StructErrors.TextTooLong(name, needed, bits.Length);
        }

        kept.AddText(position, codec, text, isWhole, error);
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
        HashSet<string> found = [];
        foreach (object key in given.Keys)
        {
            MappedStructField? known = null;
            foreach (MappedStructField field in layout.Fields)
            {
                known = IsName(key, field.Name) ? field : known;
            }

            if (known is null)
            {
                throw StructErrors.Unknown(path + key, string.Join(", ", layout.Fields));
            }

            if (!found.Add(known.Name))
            {
                throw StructErrors.Twice(path + known.Name);
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
