# The time that processors have spent on a process and all that it has started.

function Get-ProcessorSecond {
    <#
    .SYNOPSIS
        The processor time of this process and its children so far, those that have ended and those that still run, in seconds.
    .DESCRIPTION
        Unlike the time on a clock it says the same on a machine that has other things to do. A process whose parent has ended
        before it does not count.
    #>
    [OutputType([double])]
    param()

    if (-not $IsLinux) {
        # Without the children.
        return [System.Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime.TotalSeconds
    }

    $parents = @{}
    $ticks = @{}
    foreach ($folder in [System.IO.Directory]::GetDirectories('/proc') -match '/\d+$') {
        $text = try { [System.IO.File]::ReadAllText("$folder/stat") } catch { continue }

        # The name, in parentheses, may hold anything; the state, the parent and more follow.
        $id = [int] $text.Substring(0, $text.IndexOf(' '))
        $fields = $text.Substring($text.LastIndexOf(')') + 2).Split(' ')
        $parents[$id] = [int] $fields[1]
        $ticks[$id] = [long] $fields[11] + [long] $fields[12] + [long] $fields[13] + [long] $fields[14]
    }

    $sum = 0L
    foreach ($id in $parents.Keys) {
        for ($ancestor = $id; $ancestor -and $ancestor -ne $PID; $ancestor = $parents[$ancestor]) {
        }

        $sum += $ancestor -eq $PID ? $ticks[$id] : 0
    }

    # The kernel counts in hundredths here, whatever its own clock is.
    $sum / 100
}
