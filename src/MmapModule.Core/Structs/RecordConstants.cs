using System;

namespace MmapModule;

/// <summary>What a layout of fixed size demands of records that are written: values, and bytes and bits without a name.</summary>
internal static class RecordConstants
{
    /// <summary>Writes the bytes and bits that have no name, so that nobody else can give them.</summary>
    internal static void Fill(MappedStruct layout, Span<byte> bits, Span<byte> mask)
    {
        foreach (RecordItem item in layout.Plan ?? [])
        {
            if (item is { Kind: RecordItemKind.Magic, Slot: < 0 })
            {
                item.Magic.CopyTo(bits[item.Offset..]);
                mask.Slice(item.Offset, item.Magic.Length).Fill(0xFF);
            }
            else if (item is { Slot: < 0, Check.Constant: { } number, Field: { Codec: BitCodec part } field } && ValueConversion.Narrow(number, part.ValueType) is { } value)
            {
                _ = part.TryEncode(value, bits.Slice(field.Offset, field.Size), mask.Slice(field.Offset, field.Size));
            }
        }
    }

    /// <summary>Refuses values that the layout does not allow, and writes bits without a name that are calculated from others. Those of a record that is only partly given are compared as far as they are known.</summary>
    /// <param name="layout">A layout of fixed size.</param>
    /// <param name="bits">What will be written.</param>
    /// <param name="mask">Which of it will be written.</param>
    /// <param name="around">The record that this one is in.</param>
    /// <param name="path">Its name, for errors, with a dot at its end.</param>
    /// <returns>The numbers of the record.</returns>
    /// <exception cref="MmapException">InvalidArgument, with the name of the field.</exception>
    internal static RecordScope Check(MappedStruct layout, Span<byte> bits, Span<byte> mask, RecordScope? around, string path)
    {
        object?[] values = new object?[layout.PropertyNames.Count];
        RecordScope scope = new(values, around);
        if (layout.Plan is null)
        {
            for (int i = 0; i < layout.Fields.Count; i++)
            {
                _ = Note(layout.Fields[i], i, bits, mask, scope, values, path);
            }

            return scope;
        }

        foreach (RecordItem item in layout.Plan)
        {
            if (item.Kind == RecordItemKind.Magic)
            {
                CheckMagic(item, bits, mask, path);
            }
            else if (item.Field is { } field)
            {
                Int128? found = Note(field, item.Slot, bits, mask, scope, values, path);
                if (Wanted(item, scope, path) is not { } wanted)
                {
                    continue;
                }

                if (found is null && item is { Slot: < 0, Check.Constant: null } && field.Codec is BitCodec part)
                {
                    // Nobody can give bits without a name, so they follow from what they are calculated from.
                    if (ValueConversion.Narrow(wanted, part.ValueType) is not { } value || !part.TryEncode(value, bits.Slice(field.Offset, field.Size), mask.Slice(field.Offset, field.Size)))
                    {
                        throw StructErrors.NoConstant(path + NameOf(field));
                    }
                }
                else if (found is not null && wanted != found)
                {
                    throw StructErrors.WrongConstant(path + NameOf(field), found.Value, wanted);
                }
            }
        }

        return scope;
    }

    /// <summary>Keeps the number of a field, and checks the records in it.</summary>
    private static Int128? Note(MappedStructField field, int slot, Span<byte> bits, Span<byte> mask, RecordScope scope, object?[] values, string path)
    {
        Span<byte> own = bits.Slice(field.Offset, field.Size);
        Span<byte> given = mask.Slice(field.Offset, field.Size);
        if (field.ElementType.Struct is { } inner)
        {
            for (int i = 0; i < field.Count && inner.Type is null; i++)
            {
                string name = field.IsArray ? FormattableString.Invariant($"{path}{field.Name}[{i}].") : path + field.Name + ".";
                RecordScope inside = Check(inner, own.Slice(i * inner.Size, inner.Size), given.Slice(i * inner.Size, inner.Size), scope, name);
                if (!field.IsArray)
                {
                    scope.Set(slot, inside);
                }
            }

            return null;
        }

        bool isGiven = field.Codec is BitCodec part ? part.IsCovered(given) : given.IndexOfAnyExcept((byte)0xFF) < 0;
        if (field.IsArray || !isGiven || !IsNumber(field.Codec))
        {
            return null;
        }

        object number = field.Codec is EnumCodec names ? names.DecodeNumber(own, static (_, all) => all) : field.Codec.Decode(own, static (_, all) => all);
        if (slot >= 0)
        {
            values[slot] = number;
        }

        return ValueConversion.NumberOf(number);
    }

    private static Int128? Wanted(RecordItem item, RecordScope scope, string path)
    {
        try
        {
            return item.Check?.Evaluate(scope);
        }
        catch (MissingFieldException)
        {
            return null;
        }
        catch (ArithmeticException)
        {
            throw StructErrors.NoConstant(path + NameOf(item.Field!));
        }
    }

    private static void CheckMagic(RecordItem item, ReadOnlySpan<byte> bits, ReadOnlySpan<byte> mask, string path)
    {
        for (int i = 0; i < item.Magic.Length; i++)
        {
            if (((bits[item.Offset + i] ^ item.Magic[i]) & mask[item.Offset + i]) != 0)
            {
                throw StructErrors.WrongMagic(path + item.Text, item.Offset);
            }
        }
    }

    private static string NameOf(MappedStructField field) => field.Name.Length > 0 ? field.Name : field.Type;

    /// <summary>Whether the values of a field are whole numbers, or true and false.</summary>
    internal static bool IsNumber(FieldCodec codec) => codec.ValueType is { IsPrimitive: true } type && type != typeof(float) && type != typeof(double);
}
