using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using MmapModule.Access;
using MmapModule.Platform.Linux.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The machine code is that of its source, and is what this processor uses.</summary>
[OnlyOn("Linux", "reads the instructions that signals interrupt")]
public sealed class GuardedCodeTests
{
    [Theory]
    [InlineData("x64", "x86_64-linux-gnu-")]
    [InlineData("arm64", "aarch64-linux-gnu-")]
    public void The_machine_code_is_what_the_assembler_makes_of_its_source(string processor, string tools)
    {
        GuardedCode code = processor == "x64" ? GuardedCode.X64 : GuardedCode.Arm64;
        using TempFolder folder = new();
        string assembled = Path.Combine(folder.Path, "code.o");
        string bytes = Path.Combine(folder.Path, "code.bin");
        string source = Path.Combine(AppContext.BaseDirectory, "MachineCode", "guarded-" + processor + ".s");

        Succeeds(ProcessRunner.Run(tools + "as", "-o", assembled, source));
        Succeeds(ProcessRunner.Run(tools + "objcopy", "-O", "binary", "-j", ".text", assembled, bytes));

        Assert.Equal(Convert.ToHexString(TempFile.Read(bytes)), Convert.ToHexString(code.Bytes));
        Dictionary<string, int> labels = ReadLabels(ProcessRunner.Run(tools + "nm", assembled));
        PropertyInfo[] offsets = typeof(GuardedCode).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic).Where(p => p.PropertyType == typeof(int)).ToArray();
        Assert.NotEmpty(offsets);
        foreach (PropertyInfo offset in offsets)
        {
            Assert.Equal((offset.Name, labels.GetValueOrDefault(offset.Name)), (offset.Name, (int)offset.GetValue(code)!));
        }
    }

    [Fact]
    public void Atomic_operations_of_this_process_are_guarded()
    {
        Assert.SkipUnless(GuardedCode.Current is not null, "there is no machine code for " + RuntimeInformation.ProcessArchitecture);
        using TempFile file = new(new byte[16]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });

        map.WriteInt32(4, 77);

        Assert.Equal(77, map.ReadInt32(4));
        _ = Assert.IsType<GuardedWord>(AtomicWord.System);
    }

    private static void Succeeds(ProcessResult result) => Assert.True(result.Succeeded, result.All);

    /// <summary>The labels with their offsets, with a capital letter as properties have.</summary>
    private static Dictionary<string, int> ReadLabels(ProcessResult symbols)
    {
        Succeeds(symbols);
        return symbols.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Where(fields => char.IsLetter(fields[2][0]))
            .ToDictionary(
                fields => char.ToUpperInvariant(fields[2][0]) + fields[2][1..],
                fields => int.Parse(fields[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
