# What may come out when something goes wrong: the errors of docs/errors.md, and those of PowerShell's binder. Anything else is a
# fault of the module, and so is an exception of .NET that has slipped into one of them.

[NoRunspaceAffinity()]
class ErrorCheck {
    # The categories of each documented id.
    hidden [System.Collections.Generic.Dictionary[string, string[]]] $Documented = @{}

    # What only a mistake in the code throws.
    static [type[]] $Mistakes = @(
        [System.NullReferenceException], [System.IndexOutOfRangeException], [System.Collections.Generic.KeyNotFoundException], [System.ArrayTypeMismatchException], [System.ArgumentNullException]
        [System.DivideByZeroException], [System.InvalidOperationException], [System.AccessViolationException], [System.Threading.SynchronizationLockException], [System.TypeInitializationException]
        [System.Security.VerificationException], [System.MemberAccessException], [System.EntryPointNotFoundException], [System.Runtime.InteropServices.SEHException], [System.Diagnostics.UnreachableException]
    )

    ErrorCheck([string] $ErrorsPage) {
        foreach ($match in [regex]::Matches([System.IO.File]::ReadAllText($ErrorsPage), '(?m)^\| `(\w+)` \| ([\w, ]+) \|')) {
            $this.Documented[$match.Groups[1].Value] = $match.Groups[2].Value.Split(', ')
        }

        if ($this.Documented.Count -lt 30) {
            throw "There are only $($this.Documented.Count) ids in '$ErrorsPage'."
        }
    }

    # What is wrong with an error record; nothing if it is as documented.
    [string] Record([System.Management.Automation.ErrorRecord] $Record, [string] $Command) {
        $id = $Record.FullyQualifiedErrorId
        $type = "MmapModule.Commands.$($Command.Replace('-', ''))Command"
        if ($Record.Exception -is [System.Management.Automation.ParameterBindingException]) {
            # The conversions of PowerShell fail in many ways; what counts is what comes out of attributes and properties of the module.
            $mistake = $this.Mistake($Record.Exception)
            return $mistake -match ' \(in MmapModule' ? "the binder reports $mistake" : ($id.EndsWith(",$type") -or $id -notmatch ',' ? '' : "the binder reports for somebody else: $id")
        }

        if ($Record.Exception -isnot [MmapModule.MmapException]) {
            return "raw $($Record.Exception.GetType().FullName) as $id`: $($Record.Exception.Message)$($this.Where($Record.Exception))"
        }

        $kind = [string] $Record.Exception.Kind
        $wrong = $this.Exception($Record.Exception)
        if ($wrong) {
            return $wrong
        }

        if ($id -cne "$kind,$type") {
            return "the id is '$id' and not '$kind,$type'"
        }

        if ([string] $Record.CategoryInfo.Category -notin $this.Documented[$kind]) {
            return "the category of $kind is $($Record.CategoryInfo.Category)"
        }

        if (-not $Record.ErrorDetails.Message -or -not $Record.ErrorDetails.RecommendedAction) {
            return "$kind says nothing, or gives no advice"
        }

        return ''
    }

    # The same for what a method throws.
    [string] Exception([System.Exception] $Exception) {
        if ($Exception -isnot [MmapModule.MmapException]) {
            return "raw $($Exception.GetType().FullName): $($Exception.Message)$($this.Where($Exception))"
        }

        $kind = [string] $Exception.Kind
        if (-not $this.Documented.ContainsKey($kind)) {
            return "$kind is not documented"
        }

        # Its own words tell a raw exception from one that was meant.
        if ($Exception.Message -match "\(Parameter '" -or [string]::IsNullOrWhiteSpace($Exception.Message)) {
            return "the message of $kind is that of .NET: $($Exception.Message)"
        }

        if ($Exception.Message -match '[\x00-\x08\x0b-\x1f\x7f-\x9f]') {
            return "the message of $kind has control characters: $([regex]::Escape($Exception.Message))"
        }

        $mistake = $this.Mistake($Exception)
        return $mistake ? "$kind hides $mistake" : ''
    }

    hidden [string] Mistake([System.Exception] $Exception) {
        for ($inner = $Exception.InnerException; $null -ne $inner; $inner = $inner.InnerException) {
            if ($inner.GetType() -in [ErrorCheck]::Mistakes) {
                return "$($inner.GetType().FullName): $($inner.Message)$($this.Where($inner))"
            }
        }

        return ''
    }

    # The topmost method of the module that the exception has come through.
    hidden [string] Where([System.Exception] $Exception) {
        $match = [regex]::Match([string] $Exception.StackTrace, 'at (MmapModule\.[\w.<>`]+)')
        return $match.Success ? " (in $($match.Groups[1].Value))" : ''
    }
}
