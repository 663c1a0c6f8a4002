using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace MmapModule.Formatting;

/// <summary>Shows records whose text has control characters. Other records need no view: PowerShell shows their properties.</summary>
public static class RecordText
{
    private const string TypeName = "MmapModule.MappedRecord";

    /// <summary>PowerShell shows no more elements of a list either.</summary>
    private const int ShownElements = 4;

    /// <summary>The fields, a line for each.</summary>
    /// <param name="record">The record.</param>
    /// <returns>Lines of text.</returns>
    public static string Format(PSObject record)
    {
        ArgumentNullException.ThrowIfNull(record);
        int width = 0;
        foreach (PSPropertyInfo property in record.Properties)
        {
            width = Math.Max(width, property.Name.Length);
        }

        StringBuilder text = new();
        foreach (PSPropertyInfo property in record.Properties)
        {
            text.Append(property.Name.PadRight(width)).Append(" : ").AppendLine(Describe(property.Value));
        }

        return text.ToString();
    }

    /// <summary>The fields in one line.</summary>
    /// <param name="record">The record.</param>
    /// <returns>Text such as @{x=1; name=a\eb}.</returns>
    public static string FormatLine(PSObject record)
    {
        ArgumentNullException.ThrowIfNull(record);
        StringBuilder text = new("@{");
        foreach (PSPropertyInfo property in record.Properties)
        {
            text.Append(text.Length > 2 ? "; " : string.Empty).Append(property.Name).Append('=').Append(Describe(property.Value));
        }

        return text.Append('}').ToString();
    }

    /// <summary>Gives a record the type of this view if it needs it.</summary>
    internal static void Mark(PSObject record, object[] values)
    {
        if (Array.Exists(values, IsHarmful))
        {
            record.TypeNames.Insert(0, TypeName);
        }
    }

    private static bool IsHarmful(object? value) => value switch
    {
        string text => !ReferenceEquals(Shown.Name(text), text),
        char character => Shown.Name(character.ToString()).Length > 1,
        PSObject record => record.TypeNames[0] == TypeName,
        char[] or string[] or object[] => IsAnyHarmful((Array)value),
        _ => false,
    };

    private static bool IsAnyHarmful(Array values)
    {
        foreach (object? value in values)
        {
            if (IsHarmful(value))
            {
                return true;
            }
        }

        return false;
    }

    private static string Describe(object? value)
    {
        switch (value)
        {
            case null:
                return string.Empty;
            case string text:
                return Shown.Name(text);
            case PSObject { BaseObject: PSCustomObject } record:
                return FormatLine(record);
            case IList list:
                StringBuilder shown = new("{");
                for (int i = 0; i < list.Count; i++)
                {
                    shown.Append(i > 0 ? ", " : string.Empty).Append(i < ShownElements ? Describe(list[i]) : "...");
                    if (i == ShownElements)
                    {
                        break;
                    }
                }

                return shown.Append('}').ToString();
            default:
                return Shown.Name(Convert.ToString(value, CultureInfo.CurrentCulture) ?? string.Empty);
        }
    }
}
