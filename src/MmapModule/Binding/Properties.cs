using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Reads properties of objects of any type, as PowerShell shows them.</summary>
internal static class Properties
{
    /// <summary>The value; null if there is no such property, or if it cannot be read.</summary>
    internal static object? Value(object given, string name)
    {
        try
        {
            return PSObject.AsPSObject(given).Properties[name]?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    /// <summary>The value if it is text.</summary>
    internal static string? Text(object given, string name) =>
        Value(given, name) is { } value && PlainValue.Of(value) is string { Length: > 0 } text ? text : null;

    /// <summary>Whether the object is of a type, or a selection of properties or a copy from another process of one.</summary>
    /// <param name="given">The object.</param>
    /// <param name="typeName">The full name of the type.</param>
    /// <param name="prefix">What PowerShell writes before the name: Selected. or Deserialized.</param>
    internal static bool IsCopyOf(object given, string typeName, string prefix) =>
        PSObject.AsPSObject(given).TypeNames is { Count: > 0 } names && names[0] == prefix + typeName;

    /// <summary>Whether somebody has put the properties together by hand, or read them from a file.</summary>
    internal static bool IsPlain(object given) =>
        PSObject.AsPSObject(given) is { BaseObject: PSCustomObject, TypeNames: { Count: > 0 } names } && names[0] == typeof(PSCustomObject).FullName;
}
