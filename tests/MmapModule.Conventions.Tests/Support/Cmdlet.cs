using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using MmapModule.Commands;

namespace MmapModule.Conventions.Tests;

/// <summary>What the attributes of a cmdlet class say. They are read as data: without a host none of it can run.</summary>
internal sealed class Cmdlet
{
    private readonly CustomAttributeData _attribute;

    private Cmdlet(Type type)
    {
        Type = type;
        _attribute = Metadata.Attributes<CmdletAttribute>(type).Single();
        Verb = (string)_attribute.ConstructorArguments[0].Value!;
        Noun = (string)_attribute.ConstructorArguments[1].Value!;
        Aliases = [.. Metadata.Attributes<AliasAttribute>(type).SelectMany(Metadata.Strings)];
        OutputTypes = [.. Metadata.Attributes<OutputTypeAttribute>(type).SelectMany(Metadata.Types)];
        Parameters = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => Metadata.Attributes<ParameterAttribute>(property).Any())
            .Select(static property => new CmdletParameter(property))];
    }

    internal static IReadOnlyList<Cmdlet> All { get; } = [.. Assembly.GetTypes()
        .Where(static type => Metadata.Attributes<CmdletAttribute>(type).Any())
        .Select(static type => new Cmdlet(type))
        .OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    internal static Assembly Assembly => typeof(NewMemoryMapCommand).Assembly;

    internal Type Type { get; }

    internal string Verb { get; }

    internal string Noun { get; }

    internal string Name => Verb + "-" + Noun;

    internal IReadOnlyList<string> Aliases { get; }

    internal IReadOnlyList<Type> OutputTypes { get; }

    internal IReadOnlyList<CmdletParameter> Parameters { get; }

    internal bool SupportsShouldProcess => Metadata.Named(_attribute, nameof(CmdletAttribute.SupportsShouldProcess)) is true;

    internal ConfirmImpact ConfirmImpact =>
        (ConfirmImpact)(Metadata.Named(_attribute, nameof(CmdletAttribute.ConfirmImpact)) ?? (int)ConfirmImpact.Medium);

    internal string? DefaultSet => (string?)Metadata.Named(_attribute, nameof(CmdletAttribute.DefaultParameterSetName));

    internal string? HelpUri => (string?)Metadata.Named(_attribute, nameof(CmdletAttribute.HelpUri));

    /// <summary>The names of the parameter sets; a cmdlet without named sets has the one that PowerShell calls so.</summary>
    internal IReadOnlyList<string> Sets
    {
        get
        {
            string[] named = [.. Parameters.SelectMany(static parameter => parameter.Uses).Select(static use => use.Set).Distinct().Where(static set => set != CmdletParameter.AllSets)];
            return named.Length > 0 ? named : [CmdletParameter.AllSets];
        }
    }

    /// <summary>The parameters of a set, each with what it is there.</summary>
    internal IEnumerable<(CmdletParameter Parameter, ParameterUse Use)> Set(string name) =>
        from parameter in Parameters
        from use in parameter.Uses
        where use.Set == name || use.Set == CmdletParameter.AllSets
        select (parameter, use);

    /// <summary>The names that Get-Help has to explain, the two that SupportsShouldProcess brings among them.</summary>
    internal IEnumerable<string> HelpNames =>
        Parameters.Select(static parameter => parameter.Name).Concat(SupportsShouldProcess ? ["WhatIf", "Confirm"] : []);
}
