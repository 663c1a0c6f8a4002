using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace MmapModule.Conventions.Tests;

/// <summary>What a parameter is in one parameter set.</summary>
internal sealed record ParameterUse(string Set, bool IsMandatory, int? Position, bool FromPipeline, bool FromPipelineByName);

/// <summary>What the attributes of a parameter say.</summary>
internal sealed class CmdletParameter
{
    /// <summary>The name that PowerShell gives to all sets together.</summary>
    internal const string AllSets = "__AllParameterSets";

    internal CmdletParameter(PropertyInfo property)
    {
        Property = property;
        Aliases = [.. Metadata.Attributes<AliasAttribute>(property).SelectMany(Metadata.Strings)];
        Uses = [.. Metadata.Attributes<ParameterAttribute>(property).Select(Use)];
    }

    internal PropertyInfo Property { get; }

    internal string Name => Property.Name;

    internal Type Type => Property.PropertyType;

    /// <summary>The type without what only says that the parameter may be left away.</summary>
    internal Type PlainType => Nullable.GetUnderlyingType(Type) ?? Type;

    internal IReadOnlyList<string> Aliases { get; }

    internal IReadOnlyList<ParameterUse> Uses { get; }

    internal bool Has(string attribute) =>
        Property.GetCustomAttributesData().Any(data => data.AttributeType.Name == attribute + "Attribute");

    private static ParameterUse Use(CustomAttributeData data) => new(
        (string?)Metadata.Named(data, nameof(ParameterAttribute.ParameterSetName)) ?? AllSets,
        Metadata.Named(data, nameof(ParameterAttribute.Mandatory)) is true,
        (int?)Metadata.Named(data, nameof(ParameterAttribute.Position)),
        Metadata.Named(data, nameof(ParameterAttribute.ValueFromPipeline)) is true,
        Metadata.Named(data, nameof(ParameterAttribute.ValueFromPipelineByPropertyName)) is true);
}
