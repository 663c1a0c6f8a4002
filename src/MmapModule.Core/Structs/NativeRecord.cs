using System;
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
    internal static void Encode(MappedStruct layout, object record, Span<byte> bytes, string path, KeptFields kept, int position)
    {
        CheckArrays(layout, record, path);
        CopyTo(NativeTexts.Remove(layout, record), bytes);
        NativeTexts.Encode(layout, record, bytes, path, kept, position);
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
}
