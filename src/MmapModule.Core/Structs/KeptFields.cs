using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>
/// Fields of which several byte sequences read as the same value: text, Boolean values, NaN. Where such a field has the wanted
/// value already its bytes are kept, so that reading a record, changing one field and writing it changes nothing else.
/// </summary>
internal sealed class KeptFields
{
    private readonly List<Field> _fields = [];

    internal int Count => _fields.Count;

    /// <summary>Adds elements that lie one after the other.</summary>
    internal void Add(int start, FieldCodec element, int count) => _fields.Add(new Field(start, element.Size * count, element, null, false, null));

    /// <summary>Adds a text.</summary>
    /// <param name="start">Where the field is.</param>
    /// <param name="codec">The field.</param>
    /// <param name="text">The text that is wanted.</param>
    /// <param name="isWhole">Characters after a zero count, too.</param>
    /// <param name="error">Thrown if the field has another text, since this one cannot be written.</param>
    internal void AddText(int start, TextFieldCodec codec, string text, bool isWhole, MmapException? error) =>
        _fields.Add(new Field(start, codec.Size, codec, text, isWhole, error));

    /// <summary>Forgets fields over which another one is written.</summary>
    /// <param name="first">How many of the fields belong to other records.</param>
    /// <param name="range">Where the other one is.</param>
    /// <exception cref="MmapException">One of them could not be written and would have been kept.</exception>
    internal void Overwrite(int first, MapRange range)
    {
        for (int i = _fields.Count - 1; i >= first; i--)
        {
            Field field = _fields[i];
            if (field.Start < range.End && range.Offset < field.Start + field.Size)
            {
                if (field.Error is not null)
                {
                    throw field.Error;
                }

                _fields.RemoveAt(i);
            }
        }
    }

    /// <summary>Takes fields that have their value already out of what will be written.</summary>
    /// <param name="present">The bytes that are there; null if they cannot be read.</param>
    /// <param name="bits">The bytes to write.</param>
    /// <param name="mask">Which of them to write.</param>
    /// <exception cref="MmapException">InvalidArgument: a text cannot be written.</exception>
    internal void Apply(byte[]? present, byte[] bits, byte[] mask)
    {
        foreach (Field field in _fields)
        {
            bool isKept = false;
            int size = field.Element.Size;
            for (int start = field.Start; start < field.Start + field.Size && present is not null; start += size)
            {
                ReadOnlySpan<byte> there = present.AsSpan(start, size);
                isKept = field.Reads(there, bits.AsSpan(start, size));
                if (isKept)
                {
                    bits.AsSpan(start, size).Clear();
                    mask.AsSpan(start, size).Clear();
                }
            }

            if (!isKept && field.Error is not null)
            {
                throw field.Error;
            }
        }
    }

    private readonly record struct Field(int Start, int Size, FieldCodec Element, string? Text, bool IsWhole, MmapException? Error)
    {
        internal bool Reads(ReadOnlySpan<byte> there, ReadOnlySpan<byte> wanted) =>
            Text is null || Element is not TextFieldCodec text ? Element.IsSame(there, wanted)
                : IsWhole ? text.ReadsWhole(there, Text)
                : text.Reads(there, Text);
    }
}
