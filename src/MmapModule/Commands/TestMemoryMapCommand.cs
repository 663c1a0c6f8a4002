using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Commands;

/// <summary>Tells whether maps are healthy.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MemoryMap", HelpUri = HelpLinks.Base + "Test-MemoryMap.md")]
[OutputType(typeof(bool), typeof(MemoryMapHealth))]
public sealed class TestMemoryMapCommand : MmapCommand
{
    /// <summary>The maps to examine.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [ValidateNotNull]
    public MemoryMap[] InputObject { get; set; } = [];

    /// <summary>Give a report instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Examines each map.</summary>
    protected override void ProcessRecord()
    {
        foreach (MemoryMap map in InputObject)
        {
            MemoryMapHealth health = map.GetHealth();
            WriteObject(Detailed ? health : health.IsHealthy);
        }
    }
}
