using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Seals memory files.</summary>
[Cmdlet(VerbsCommon.Add, "MemoryMapSeal", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Add-MemoryMapSeal.md")]
[OutputType(typeof(MemoryMap))]
public sealed class AddMemoryMapSealCommand : MapsCommand
{
    /// <summary>The seals to add.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Flat]
    public MapSeals Seal { get; set; }

    /// <summary>Write the map to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(MemoryMap map)
    {
        if (!ShouldProcess(map.ToString(), Actions.Seal(Seal)))
        {
            return;
        }

        map.AddSeals(Seal);
        if (PassThru)
        {
            WriteObject(map);
        }
    }
}
