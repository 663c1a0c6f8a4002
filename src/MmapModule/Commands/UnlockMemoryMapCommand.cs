using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Unlocks maps.</summary>
[Cmdlet(VerbsCommon.Unlock, "MemoryMap", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Unlock-MemoryMap.md")]
[OutputType(typeof(MemoryMap), typeof(MappedRegion))]
public sealed class UnlockMemoryMapCommand : PagesCommand
{
    private protected override string Action => Actions.Unlock;

    private protected override void Process(MemoryMap map, MapRange range) => map.Unlock(range.Offset, range.Length);
}
