using System;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Commands;

/// <summary>Seals memory files.</summary>
[Cmdlet(VerbsCommon.Add, "MemoryMapSeal", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Add-MemoryMapSeal.md")]
[OutputType(typeof(MemoryMap))]
public sealed class AddMemoryMapSealCommand : MmapCommand
{
    /// <summary>The maps of the memory files.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [ValidateNotNull]
    public MemoryMap[] InputObject { get; set; } = [];

    /// <summary>The seals to add.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Flat]
    public MapSeals Seal { get; set; }

    /// <summary>Write the map to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Seals each memory file.</summary>
    protected override void ProcessRecord()
    {
        foreach (MemoryMap map in InputObject)
        {
            if (!ShouldProcess(map.ToString(), "Add the seals " + Seal + ", which can never be taken back"))
            {
                continue;
            }

            try
            {
                map.AddSeals(Seal);
                if (PassThru)
                {
                    WriteObject(map);
                }
            }
            catch (Exception error) when (IsReportable(error))
            {
                Report(error, map);
            }
        }
    }
}
