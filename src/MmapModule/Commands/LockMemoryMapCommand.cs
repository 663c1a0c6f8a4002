using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Keeps maps in memory.</summary>
[Cmdlet(VerbsCommon.Lock, "MemoryMap", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Lock-MemoryMap.md")]
[OutputType(typeof(MemoryMap), typeof(MappedRegion))]
public sealed class LockMemoryMapCommand : PagesCommand
{
    /// <summary>Lock pages when they are first used instead of reading all of them in now.</summary>
    [Parameter]
    public SwitchParameter OnFault { get; set; }

    private protected override string Action => OnFault ? Actions.LockOnFault : Actions.Lock;

    private protected override void Process(MemoryMap map, MapRange range) => map.Lock(range.Offset, range.Length, OnFault, Stop);
}
