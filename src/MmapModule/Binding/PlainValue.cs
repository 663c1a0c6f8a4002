using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>The one place that takes off what PowerShell wraps around objects.</summary>
internal static class PlainValue
{
    /// <summary>The object itself. One that only has properties is its own base object, so nothing is lost here.</summary>
    internal static object? Of(object? value) => value switch
    {
        PSObject { BaseObject: not PSCustomObject } wrapped => Of(wrapped.BaseObject),
        SwitchParameter flag => flag.IsPresent,
        _ => value,
    };
}
