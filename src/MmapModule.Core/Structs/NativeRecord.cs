using System;
using System.Reflection;
using System.Runtime.InteropServices;

namespace MmapModule;

/// <summary>Turns bytes into instances of .NET structures and back, as native calls do.</summary>
internal static class NativeRecord
{
    // SAFETY: NativeLayout has refused every type with a pointer in it, so only the bytes of the span are read, and they are as many as the type has.
    internal static unsafe object Decode(ReadOnlySpan<byte> bytes, Type type)
    {
        fixed (byte* first = bytes)
        {
            return Marshal.PtrToStructure((nint)first, type)!;
        }
    }

    /// <summary>Writes an instance of the type of a layout.</summary>
    /// <exception cref="MmapException">ValueTooLarge or InvalidArgument: a text or an array does not have the size of its field.</exception>
    internal static void Encode(MappedStruct layout, object record, Span<byte> bytes, string path)
    {
        CheckArrays(layout, record, path);
        CopyTo(record, bytes);
        OverlayTexts(layout, record, bytes, path);
    }

    // SAFETY: the span has as many bytes as the type of the layout; nothing is freed in it, since it holds no pointers.
    private static unsafe void CopyTo(object record, Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            Marshal.StructureToPtr(record, (nint)first, fDeleteOld: false);
        }
    }

    /// <summary>The marshaller would cut longer arrays silently.</summary>
    private static void CheckArrays(MappedStruct layout, object record, string path)
    {
        foreach (MappedStructField field in layout.Fields)
        {
            object? value = NativeLayout.FieldOf(layout.Type!, field.Name)?.GetValue(record);
            if (value is Array array && array.Length != field.Count)
            {
                throw StructErrors.WrongCount(path + field.Name, array.Length, field.Count);
            }

            if (field.ElementType.Struct is not MappedStruct inner || value is null)
            {
                continue;
            }

            if (value is Array several)
            {
                foreach (object item in several)
                {
                    CheckArrays(inner, item, path + field.Name + ".");
                }
            }
            else
            {
                CheckArrays(inner, value, path + field.Name + ".");
            }
        }
    }

    /// <summary>The marshaller cuts longer texts silently, and keeps the last character free for a zero that files need not have.</summary>
    private static void OverlayTexts(MappedStruct layout, object record, Span<byte> bytes, string path)
    {
        foreach (MappedStructField field in layout.Fields)
        {
            FieldInfo? source = NativeLayout.FieldOf(layout.Type!, field.Name);
            Span<byte> target = bytes.Slice(field.Offset, field.Size);
            object? value = source?.GetValue(record);
            if (value is string text && field.Codec.Encode(text, target) is int needed && needed > field.Size)
            {
                throw StructErrors.TextTooLong(path + field.Name, needed, field.Size);
            }

            if (field.ElementType.Struct is not MappedStruct inner || value is null)
            {
                continue;
            }

            if (value is Array several)
            {
                for (int i = 0; i < several.Length; i++)
                {
                    OverlayTexts(inner, several.GetValue(i)!, target.Slice(i * inner.Size, inner.Size), path + field.Name + ".");
                }
            }
            else
            {
                OverlayTexts(inner, value, target, path + field.Name + ".");
            }
        }
    }
}
