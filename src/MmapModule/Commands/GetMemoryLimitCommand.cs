using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Commands;

/// <summary>Shows what limits memory maps, with what is in use.</summary>
[Cmdlet(VerbsCommon.Get, "MemoryLimit", HelpUri = HelpLinks.Base + "Get-MemoryLimit.md")]
[OutputType(typeof(MemoryLimits))]
public sealed class GetMemoryLimitCommand : MmapCommand
{
    private protected override void ProcessInput() => WriteObject(MemoryLimits.Read());
}
