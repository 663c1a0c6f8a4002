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
    public void Only_a_platform_names_what_belongs_to_its_system() =>
        Complaints.None(Repository.Files("src", ".cs").SelectMany(static file => Layers.Violations(file, Repository.Read(file))));

    [Fact]
    public void Sentences_of_the_engine_name_no_parameters_of_cmdlets() =>
        Complaints.None(
            from file in Repository.Files("src/MmapModule.Core", ".cs")
            from name in Layers.Parameters(Repository.Read(file))
            select file + " names " + name + " in a sentence: use Option.");

    [Theory]
    [InlineData("MemoryMap.cs", "using MmapModule.Platform.Linux.Files;")]
    [InlineData("MemoryMap.cs", "using MmapModule.Interop;")]
    [InlineData("MemoryMap.cs", "int n = Libc.madvise(0, 0, 4);")]
    [InlineData("MemoryMap.cs", "if (code == Errno.EINTR)")]
    [InlineData("MemoryMap.cs", "if (error.ErrnoName == \"ENOSPC\")")]
    [InlineData("MemoryMap.cs", "const int advice = MADV_DONTNEED;")]
    [InlineData("MemoryMap.cs", "string text = \"See /proc/self/maps.\";")]
    [InlineData("MemoryMap.cs", "string folder = \"/dev/shm\"; // a comment")]
    [InlineData("MemoryMap.cs", "string text = \"Raise vm.max_map_count.\";")]
    [InlineData("MemoryMap.cs", "if (error.NativeCall is \"msync\")")]
    [InlineData("MemoryMap.cs", "Call((int)advice);")]
    [InlineData("MemoryMap.cs", "MapSeals seals = (MapSeals)value;")]
    [InlineData("MemoryMap.cs", "LinuxFile.Use();")]
    [InlineData("Platform/IWaiting.cs", "namespace MmapModule.Platform;\nif (OperatingSystem.IsLinux())")]
    [InlineData("Platform/IWaiting.cs", "namespace MmapModule;")]
    [InlineData("Platform/Linux/Files/Other.cs", "namespace MmapModule.Platform.Linux;")]
    [InlineData("Platform/Linux/Files/Other.cs", "namespace MmapModule.Platform.Linux.Files;\nusing MmapModule.Interop.Windows;")]
    [InlineData("Platform/Linux/Files/Other.cs", "namespace MmapModule.Platform.Linux.Files;\nMemoryMap.Open(path);")]
    public void What_crosses_a_layer_is_seen(string file, string text) => Assert.Single(Layers.Violations("src/MmapModule.Core/" + file, text));

    [Theory]
    [InlineData("MemoryMap.cs", "/// <summary>Linux says so in /proc.</summary>\nint n = 1; // Libc.madvise, \"ENOSPC\"")]
    [InlineData("MemoryMap.cs", "using System.Runtime.InteropServices;\nstring? name = error.ErrnoName; string url = \"https://host/path\";")]
    [InlineData("Platform/Linux/Files/Other.cs", "namespace MmapModule.Platform.Linux.Files;\nint n = Libc.open(\"/proc/self/maps\");")]
    public void What_stays_in_its_layer_is_not(string file, string text) => Assert.Empty(Layers.Violations("src/MmapModule.Core/" + file, text));

    [Fact]
    public void The_name_of_a_parameter_in_a_sentence_is_seen() =>
        Assert.Equal(["-Path", "-Size"], Layers.Parameters("// -Force\nthrow new(\"Give -Path or -Size.\", $\"{a -B} x-Ray\");"));

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
        HashSet<Type?> bases = [.. all.Select(static type => type.BaseType is { IsGenericType: true } closed ? closed.GetGenericTypeDefinition() : type.BaseType)];
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
