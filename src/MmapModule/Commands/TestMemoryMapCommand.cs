using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Commands;

/// <summary>Tells whether maps are healthy.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MemoryMap", HelpUri = HelpLinks.Base + "Test-MemoryMap.md")]
[OutputType(typeof(bool), typeof(MemoryMapHealth))]
public sealed class TestMemoryMapCommand : MapsCommand
{
    /// <summary>Give a report instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override void Process(MemoryMap map)
    {
        MemoryMapHealth health = map.GetHealth();
        WriteObject(Detailed ? health : health.IsHealthy);
    }
}
