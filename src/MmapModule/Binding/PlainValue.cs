using System;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>The only place that unwraps the objects that PowerShell wraps.</summary>
internal static class PlainValue
{
    /// <summary>The object itself. One that only has properties is its own base object, so nothing is lost here.</summary>
    internal static object? Of(object? value) => value switch
    {
        PSObject { BaseObject: not PSCustomObject } wrapped => Of(wrapped.BaseObject),
        SwitchParameter flag => flag.IsPresent,
        _ => value,
    };

    /// <summary>
    /// Whether a plain value may be a number. PowerShell itself would take true for 1, a character for its number ('5' for 53),
    /// and nothing, blanks and 0x without digits for 0.
    /// </summary>
    internal static bool IsNumber(object? value) =>
        value is not (null or bool or char) && !(value is string text && (text.AsSpan().Trim() is [] or [.., 'x' or 'X']));
}
