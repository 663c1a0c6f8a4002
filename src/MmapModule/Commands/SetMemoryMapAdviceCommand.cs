using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Tells the kernel how maps will be used.</summary>
[Cmdlet(VerbsCommon.Set, "MemoryMapAdvice", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Set-MemoryMapAdvice.md")]
[OutputType(typeof(MemoryMap), typeof(MappedRegion))]
public sealed class SetMemoryMapAdviceCommand : PagesCommand
{
    /// <summary>The advice.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Flat]
    public MapAdvice Advice { get; set; }

    /// <summary>Allow advice that destroys data.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Action => Actions.Advise(Advice);

    /// <summary>Dangerous advice without -Force fails before anything is done.</summary>
    private protected override void Begin() => Require(Advice, CheckForce);

    private protected override void Process(MemoryMap map, MapRange range) => map.Advise(Advice, range.Offset, range.Length, Stop);

    private void CheckForce(MapAdvice advice)
    {
        if (MapAdvices.Destroys(advice) && !Force && !IsWhatIf())
        {
            throw CombinationErrors.AdviceNeedsForce(advice);
        }
    }
}
