using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace MmapModule.Conventions.Tests;

/// <summary>Reads attributes without making them.</summary>
internal static class Metadata
{
    internal static IEnumerable<CustomAttributeData> Attributes<T>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(static data => data.AttributeType == typeof(T));

    internal static object? Named(CustomAttributeData data, string name) =>
        data.NamedArguments.Where(argument => argument.MemberName == name).Select(static argument => argument.TypedValue.Value).FirstOrDefault();

    internal static IEnumerable<string> Strings(CustomAttributeData data) => Values(data).OfType<string>();

    internal static IEnumerable<Type> Types(CustomAttributeData data) => Values(data).OfType<Type>();

    /// <summary>The positional arguments, with the elements of those that are arrays.</summary>
    private static IEnumerable<object?> Values(CustomAttributeData data) =>
        data.ConstructorArguments.SelectMany(static argument =>
            argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> elements
                ? elements.Select(static element => element.Value)
                : [argument.Value]);
}
