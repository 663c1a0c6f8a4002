using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;
using MmapModule.Binding;

namespace MmapModule.Formatting;

/// <summary>Draws a layout: a line for each field, the fields of nested structures below theirs.</summary>
public static class StructTable
{
    private const int MinimumTypeWidth = 10;

    /// <summary>Structures in structures can have millions of fields, which nobody reads.</summary>
    private const int MostRows = 1000;

    /// <summary>The table.</summary>
    /// <param name="layout">The layout, perhaps of another process.</param>
    /// <param name="headerStyle">The escape sequence that begins the header; empty for none.</param>
    /// <param name="resetStyle">The escape sequence that ends it.</param>
    /// <returns>Lines of text. Offsets count from the start of the record, also those of nested fields.</returns>
    public static string Format(PSObject layout, string headerStyle = "", string resetStyle = "")
    {
        ArgumentNullException.ThrowIfNull(layout);
        List<Row> rows = [];
        Collect(rows, layout, 0, string.Empty);
        int width = Math.Max(MinimumTypeWidth, rows.Select(static row => row.Indent.Length + row.Type.Length).DefaultIfEmpty().Max());
        StringBuilder text = new();
        string name = Property(layout, nameof(MappedStruct.Name))?.ToString() is { Length: > 0 } given ? given : "struct";
        text.Append(CultureInfo.InvariantCulture, $"{Shown.Name(name)}, {(Property(layout, nameof(MappedStruct.Size)) is -1 ? "variable size" : $"{Property(layout, nameof(MappedStruct.Size))} bytes")}").AppendLine().AppendLine();
        text.Append(headerStyle).Append("  Offset   (hex)     Size  ").Append("Type".PadRight(width)).Append("  Name").Append(resetStyle).AppendLine();
        foreach (Row row in rows.Take(MostRows))
        {
            string hex = row.Offset is { } known ? "0x" + known.ToString("X", CultureInfo.InvariantCulture) : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"{row.Offset,8} {hex,7} {(row.Size is -1 ? null : row.Size),8}  ");
            text.Append((row.Indent + row.Type).PadRight(width)).Append("  ").Append(row.Indent).Append(row.Name).AppendLine();
        }

        if (rows.Count > MostRows)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ... only the first {MostRows} are shown; Fields has all of them.").AppendLine();
        }

        return text.ToString();
    }

    private static void Collect(List<Row> rows, PSObject owner, long? start, string indent)
    {
        if (PlainValue.Of(Property(owner, nameof(MappedStruct.Fields))) is not IEnumerable fields)
        {
            return;
        }

        foreach (PSObject field in fields.Cast<object>().Select(PSObject.AsPSObject))
        {
            if (rows.Count > MostRows)
            {
                return;
            }

            // What lies where depends on the record, from some field on.
            long own = Convert.ToInt64(Property(field, nameof(MappedStructField.Offset)), CultureInfo.InvariantCulture);
            long? offset = own < 0 ? null : start + own;
            rows.Add(new Row(
                offset,
                Property(field, nameof(MappedStructField.Size)),
                Shown.Name($"{Property(field, nameof(MappedStructField.Type))}"),
                Shown.Name($"{Property(field, nameof(MappedStructField.Name))}"),
                indent));
            Collect(rows, field, offset, indent + "  ");
        }
    }

    private static object? Property(PSObject item, string name) => item.Properties[name]?.Value;

    private sealed record Row(long? Offset, object? Size, string Type, string Name, string Indent);
}
