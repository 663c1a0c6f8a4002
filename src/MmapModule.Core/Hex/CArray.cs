using System;
using System.Globalization;

namespace MmapModule;

/// <summary>The lines before and after the bytes of an array in C, as xxd -i writes them.</summary>
internal static class CArray
{
    /// <summary>The lines after the bytes.</summary>
    internal const string Close = "};";

    internal static string Open(string name) => "unsigned char " + name + "[] = {";

    /// <summary>The number of bytes as a variable; int is too small from 4 GiB on.</summary>
    internal static string Count(string name, long length) => string.Create(
        CultureInfo.InvariantCulture,
        $"unsigned {(length > uint.MaxValue ? "long long" : "int")} {name}_len = {length};");

    /// <summary>A name for the bytes: that of the file, and where they begin, if they are a part of it.</summary>
    internal static string NameOf(MemoryMap map, MapRange range)
    {
        string name = string.IsNullOrEmpty(map.Name) ? "bytes" : map.Name;
        string part = range.Offset == 0 && range.Length == map.Length ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{range.Offset:x}");
        string plain = string.Create(part.Length, part, static (text, given) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = char.IsAsciiLetterOrDigit(given[i]) ? given[i] : '_';
            }
        });
        return char.IsAsciiDigit(plain[0]) ? "__" + plain : plain;
    }
}
