using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Changes what may be done with the pages of maps.</summary>
[Cmdlet(VerbsCommon.Set, "MemoryMapProtection", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Set-MemoryMapProtection.md")]
[OutputType(typeof(MemoryMap), typeof(MappedRegion))]
public sealed class SetMemoryMapProtectionCommand : PagesCommand
{
    /// <summary>The new protection.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Flat]
    public MapProtection? Protection { get; set; }

    /// <summary>Forbid every later change of the mapping until the process ends (mseal).</summary>
    [Parameter]
    public SwitchParameter Seal { get; set; }

    private protected override string Action => Actions.Protect(Protection, Seal);

    private protected override void Process(MemoryMap map, MapRange range)
    {
        map.Protect(Protection!.Value, range.Offset, range.Length);
        if (Seal)
        {
            map.SealPages(range.Offset, range.Length);
        }
    }
}
