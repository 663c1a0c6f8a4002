using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>Interop, platform, engine, cmdlets: each knows only what comes before it.</summary>
public sealed class LayeringTests
{
    private static readonly Assembly s_core = typeof(MemoryMap).Assembly;

    /// <summary>Classes that are left open on purpose.</summary>
    private static readonly Dictionary<Type, string> s_open = new() { [typeof(MappedRegion)] = "what a search finds is a region too" };

    [Fact]
    public void The_engine_needs_only_the_base_class_library() => Complaints.None(Foreign(s_core.GetReferencedAssemblies()));

    [Fact]
    public void The_cmdlets_need_only_the_engine_and_PowerShell() =>
        Assert.Equal(
            ["MmapModule.Core", "System.Management.Automation"],
            Foreign(Cmdlet.Assembly.GetReferencedAssemblies()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_cmdlets_have_no_unsafe_code_and_call_no_system() =>
        Complaints.None(Repository.Files("src/MmapModule", ".cs", ".csproj")
            .Where(static file => Regex.IsMatch(Repository.Read(file), @"\bunsafe\b|AllowUnsafeBlocks|DllImport|LibraryImport|MmapModule\.Interop")));

    [Fact]
    public void System_calls_are_declared_in_interop_only() =>
        Complaints.None(Repository.Files("src", ".cs")
            .Where(static file => !file.Contains("/Interop/", StringComparison.Ordinal) && Regex.IsMatch(Repository.Read(file), "DllImport|LibraryImport")));

    [Fact]
    public void Interop_knows_nothing_of_the_engine() =>
        Complaints.None(Repository.Files("src/MmapModule.Core/Interop", ".cs")
            .Where(static file => Regex.IsMatch(Repository.Read(file), @"(?m)^using MmapModule\.(?!Interop)|public ")));

    [Fact]
    public void Only_the_platform_uses_interop() =>
        Complaints.None(Repository.Files("src/MmapModule.Core", ".cs")
            .Where(static file => !Regex.IsMatch(file, "/(Interop|Platform)/") && Regex.IsMatch(Repository.Read(file), @"\bLibc\.")));

    [Fact]
    public void Public_types_of_the_engine_are_in_one_namespace() =>
        Complaints.None(s_core.GetExportedTypes().Where(static type => type.Namespace != "MmapModule").Select(static type => type.FullName!));

    [Fact]
    public void The_module_shows_its_cmdlets_and_what_PowerShell_has_to_see() =>
        Complaints.None(Cmdlet.Assembly.GetExportedTypes()
            .Where(static type => type.Namespace != "MmapModule.Commands" && !IsForPowerShell(type))
            .Select(static type => type.FullName + " is public"));

    [Fact]
    public void Classes_are_sealed_unless_another_one_is_built_on_them()
    {
        Type[] all = [.. s_core.GetTypes(), .. Cmdlet.Assembly.GetTypes()];
        HashSet<Type?> bases = [.. all.Select(static type => type.BaseType)];
        Complaints.None(all
            .Where(type => type.IsClass && !type.IsSealed && !bases.Contains(type) && !s_open.ContainsKey(type) && type.Namespace?.StartsWith("MmapModule", StringComparison.Ordinal) == true)
            .Select(static type => type.FullName + " is not sealed"));
    }

    [Fact]
    public void A_package_is_seen() =>
        Assert.Equal(["Newtonsoft.Json"], Foreign([new("System.Runtime"), new("Newtonsoft.Json"), new("Microsoft.Win32.Primitives")]));

    /// <summary>The names of assemblies that do not come with .NET.</summary>
    private static IEnumerable<string> Foreign(IEnumerable<AssemblyName> names) =>
        names.Select(static name => name.Name!).Where(static name =>
            name == "System.Management.Automation" || !Regex.IsMatch(name, @"^(System(\..+)?|Microsoft\.Win32\..+|netstandard)$"));

    /// <summary>What cmdlets are built on, what views call, and what PowerShell calls when the module comes and goes.</summary>
    private static bool IsForPowerShell(Type type) =>
        type.IsAbstract
        || type.Namespace == "MmapModule.Formatting"
        || type.BaseType?.Name == "PSTypeConverter"
        || type.GetInterface("IModuleAssemblyInitializer") is not null
        || type.GetInterface("IModuleAssemblyCleanup") is not null;
}
