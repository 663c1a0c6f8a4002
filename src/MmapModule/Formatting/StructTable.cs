using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace MmapModule.Formatting;

/// <summary>Draws a layout: a line for each field, the fields of nested structures below theirs.</summary>
public static class StructTable
{
    private const int MinimumTypeWidth = 10;

    /// <summary>The table.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="headerStyle">The escape sequence that begins the header; empty for none.</param>
    /// <param name="resetStyle">The escape sequence that ends it.</param>
    /// <returns>Lines of text. Offsets count from the start of the record, also those of nested fields.</returns>
    public static string Format(MappedStruct layout, string headerStyle = "", string resetStyle = "")
    {
        ArgumentNullException.ThrowIfNull(layout);
        List<(long Offset, MappedStructField Field, string Indent)> rows = [];
        Collect(rows, layout.Fields, 0, string.Empty);
        int width = MinimumTypeWidth;
        foreach ((_, MappedStructField field, string indent) in rows)
        {
            width = Math.Max(width, indent.Length + field.Type.Length);
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Shown.Name(layout.Name ?? "struct")}, {layout.Size} bytes").AppendLine().AppendLine();
        text.Append(headerStyle).Append("  Offset     Hex     Size  ").Append("Type".PadRight(width)).Append("  Name").Append(resetStyle).AppendLine();
        foreach ((long offset, MappedStructField field, string indent) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{offset,8} {"0x" + offset.ToString("X", CultureInfo.InvariantCulture),7} {field.Size,8}  ");
            text.Append((indent + field.Type).PadRight(width)).Append("  ").Append(indent).Append(field.Name).AppendLine();
        }

        return text.ToString();
    }

    private static void Collect(List<(long Offset, MappedStructField Field, string Indent)> rows, IReadOnlyList<MappedStructField> fields, long start, string indent)
    {
        foreach (MappedStructField field in fields)
        {
            rows.Add((start + field.Offset, field, indent));
            Collect(rows, field.Fields, start + field.Offset, indent + "  ");
        }
    }
}
