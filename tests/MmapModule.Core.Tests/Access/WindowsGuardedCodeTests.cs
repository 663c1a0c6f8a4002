using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using MmapModule.Platform.Windows.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The machine code for Windows is that of its source; this needs an assembler, and no Windows.</summary>
public sealed class WindowsGuardedCodeTests
{
    [Fact]
    public void The_machine_code_is_what_the_assembler_makes_of_its_source()
    {
        const string tools = "x86_64-linux-gnu-";
        GuardedCode code = GuardedCode.X64;
        using TempFolder folder = new();
        string assembled = Path.Combine(folder.Path, "code.o");
        string bytes = Path.Combine(folder.Path, "code.bin");

        Succeeds(ProcessRunner.Run(tools + "as", "-o", assembled, Path.Combine(AppContext.BaseDirectory, "MachineCode", "Windows", "guarded-x64.s")));
        Succeeds(ProcessRunner.Run(tools + "objcopy", "-O", "binary", "-j", ".text", assembled, bytes));

        Assert.Equal(Convert.ToHexString(TempFile.Read(bytes)), Convert.ToHexString(code.Bytes));
        ProcessResult symbols = ProcessRunner.Run(tools + "nm", assembled);
        Succeeds(symbols);
        ILookup<string, int> labels = symbols.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' '))
            .ToLookup(static fields => fields[2], static fields => int.Parse(fields[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), StringComparer.OrdinalIgnoreCase);
        PropertyInfo[] offsets = [.. typeof(GuardedCode).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic).Where(static p => p.PropertyType == typeof(int))];
        Assert.Equal(15, offsets.Length);
        Assert.All(offsets, offset => Assert.Equal(labels[offset.Name].Single(), (int)offset.GetValue(code)!));
    }

    private static void Succeeds(ProcessResult result) => Assert.True(result.Succeeded, result.All);
}
