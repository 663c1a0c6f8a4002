using System;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MmapModule;

/// <summary>
/// The texts and characters of .NET structures. The marshaller cuts longer ones silently, throws for others, and keeps the last
/// character free for a zero that files need not have; so it gets none, and they are written as those of other layouts.
/// </summary>
internal static class NativeTexts
{
    private static readonly MethodInfo s_clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>A copy of a record without texts; the record itself if it can have none.</summary>
    internal static object Remove(MappedStruct layout, object record)
    {
        if (!HasText(layout))
        {
            return record;
        }

        object copy = layout.Type!.IsValueType ? RuntimeHelpers.GetObjectValue(record) : s_clone.Invoke(record, null)!;
        foreach (MappedStructField field in layout.Fields)
        {
            if (NativeLayout.FieldOf(layout.Type, field.Name) is FieldInfo source && source.GetValue(record) is object value)
            {
                source.SetValue(copy, WithoutText(field, value));
            }
        }

        return copy;
    }

    /// <summary>Writes the texts of a record, and notes which fields keep their bytes if they read as the same.</summary>
    internal static void Encode(MappedStruct layout, object record, Span<byte> bytes, string path, KeptFields kept, int position)
    {
        foreach (MappedStructField field in layout.Fields)
        {
            int start = position + field.Offset;
            Span<byte> target = bytes.Slice(field.Offset, field.Size);
            object? value = NativeLayout.FieldOf(layout.Type!, field.Name)?.GetValue(record);
            if (field.Codec is TextFieldCodec codec)
            {
                EncodeText(codec, value, target, path + field.Name, kept, start);
            }
            else if (field.Codec.Element is BoolCodec element)
            {
                kept.Add(start, element, field.Count);
            }
            else if (field.ElementType.Struct is MappedStruct inner && value is Array several)
            {
                for (int i = 0; i < several.Length; i++)
                {
                    Encode(inner, several.GetValue(i)!, target.Slice(i * inner.Size, inner.Size), FormattableString.Invariant($"{path}{field.Name}[{i}]."), kept, start + (i * inner.Size));
                }
            }
            else if (field.ElementType.Struct is MappedStruct one && value is not null)
            {
                Encode(one, value, target, path + field.Name + ".", kept, start);
            }
        }
    }

    private static void EncodeText(TextFieldCodec codec, object? value, Span<byte> target, string name, KeptFields kept, int start)
    {
        switch (value)
        {
            case string text:
                RecordEncoder.EncodeText(codec, text, target, name, start, isWhole: false, kept);
                break;
            case char character:
                RecordEncoder.EncodeText(codec, character == '\0' ? string.Empty : character.ToString(), target, name, start, isWhole: true, kept);
                break;
            case char[] characters:
                RecordEncoder.EncodeText(codec, new string(characters).TrimEnd('\0'), target, name, start, isWhole: true, kept);
                break;
            default:
                // An instance that was never given a text has none.
                RecordEncoder.EncodeText(codec, string.Empty, target, name, start, isWhole: false, kept);
                break;
        }
    }

    private static object WithoutText(MappedStructField field, object value)
    {
        switch (value)
        {
            case string:
                return string.Empty;
            case char:
                return '\0';
            case char[] characters:
                return new char[characters.Length];
            case Array several when field.ElementType.Struct is MappedStruct inner:
                Array others = (Array)several.Clone();
                for (int i = 0; i < others.Length; i++)
                {
                    others.SetValue(Remove(inner, several.GetValue(i)!), i);
                }

                return others;
            default:
                return field.ElementType.Struct is MappedStruct layout ? Remove(layout, value) : value;
        }
    }

    private static bool HasText(MappedStruct layout)
    {
        foreach (MappedStructField field in layout.Fields)
        {
            if (field.Codec is TextFieldCodec || (field.ElementType.Struct is MappedStruct inner && HasText(inner)))
            {
                return true;
            }
        }

        return false;
    }
}
