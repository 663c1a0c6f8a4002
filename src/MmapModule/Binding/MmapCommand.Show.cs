using System.Management.Automation;

namespace MmapModule.Binding;

/// <content>Names of files can hold anything, so every text goes through <see cref="Shown"/>.</content>
public abstract partial class MmapCommand
{
    /// <summary>Asks for permission.</summary>
    private protected new bool ShouldProcess(string? target, string action) => base.ShouldProcess(Shown.Name(target ?? string.Empty), Shown.Name(action));

    /// <summary>Asks the user.</summary>
    private protected new bool ShouldContinue(string query, string caption) => base.ShouldContinue(Shown.Name(query), Shown.Name(caption));

    /// <summary>Warns.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(Shown.Name(text));

    /// <summary>Tells more.</summary>
    private protected new void WriteVerbose(string text) => base.WriteVerbose(Shown.Name(text));

    /// <summary>Whether nothing is to be done. The switch, as far as it is given, counts before the preference.</summary>
    private protected bool IsWhatIf() => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given : GetVariableValue("WhatIfPreference", false));
}
