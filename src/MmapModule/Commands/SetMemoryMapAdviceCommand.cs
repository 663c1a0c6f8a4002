using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Errors;

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

    /// <summary>Allow an advice that destroys data.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Action => "Give the advice " + Advice
        + (MapAdvices.DestroysFile(Advice) ? ", which punches a hole into the file and destroys its content there"
            : MapAdvices.Destroys(Advice) ? ", which destroys the content of the map there"
            : string.Empty);

    /// <summary>A dangerous advice without -Force fails before anything is done.</summary>
    protected override void BeginProcessing()
    {
        if (MapAdvices.Destroys(Advice) && !Force && !IsWhatIf())
        {
            MmapException error = MapErrors.Invalid(
                "The advice " + Advice + (MapAdvices.DestroysFile(Advice) ? " destroys the content of the file (it punches a hole)" : " destroys data") + ", so it needs -Force.",
                "Add -Force if that is what you want; -WhatIf shows the range.");
            ThrowTerminatingError(ErrorRecords.Create(error, Advice));
        }
    }

    private protected override void Act(MemoryMap map, MapRange range) => map.Advise(Advice, range.Offset, range.Length, Stop);

    /// <summary>The switch, as far as it is given, counts before the preference.</summary>
    private bool IsWhatIf() => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given : GetVariableValue("WhatIfPreference", false));
}
