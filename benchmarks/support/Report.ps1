# The table, on the screen and as markdown.

function Get-MachineText {
    <#
    .SYNOPSIS
        What the figures were measured on.
    #>
    [OutputType([string])]
    param()

    $processor = (Get-Content /proc/cpuinfo | Select-String '^model name\s*:\s*(.*)' | Select-Object -First 1).Matches.Groups[1].Value
    $memory = (Get-Content /proc/meminfo | Select-String '^MemTotal:\s*(\d+)').Matches.Groups[1].Value
    $system = (Get-Content /etc/os-release | Select-String '^PRETTY_NAME="(.*)"').Matches.Groups[1].Value
    $disk = (& stat -f -c %T $Bench.Folder)
    '{0} x {1}, {2:N0} GiB of memory, {3}, Linux {4}, {5} for the files, PowerShell {6}, {7}' -f
    [Environment]::ProcessorCount, $processor, ($memory / 1MB), $system, (& uname -r), $disk, $PSVersionTable.PSVersion,
    [System.Runtime.InteropServices.RuntimeInformation]::FrameworkDescription
}

function Export-Markdown {
    <#
    .SYNOPSIS
        Replaces the table between its two marks in a markdown file; a file without them becomes just the table.
    #>
    param([psobject[]] $Row, [string] $Path)

    $text = ConvertTo-Markdown $Row
    $begin = '<!-- bench: begin -->'
    $end = '<!-- bench: end -->'
    $old = (Test-Path -LiteralPath $Path) ? (Get-Content -LiteralPath $Path -Raw) : "$begin`n$end`n"
    $from = $old.IndexOf($begin)
    $to = $old.IndexOf($end)
    if ($from -lt 0 -or $to -lt $from) {
        throw "'$Path' has no '$begin' and '$end' to put the table between."
    }

    $new = $old.Substring(0, $from + $begin.Length) + "`n`n" + $text + "`n" + $old.Substring($to)
    Set-Content -LiteralPath $Path -Value $new -NoNewline
}

function ConvertTo-Markdown {
    [OutputType([string])]
    param([psobject[]] $Row)

    $lines = @(
        "Measured on $([datetime]::Now.ToString('yyyy-MM-dd')), best of $($Bench.Repeat), on: $(Get-MachineText)."
        ''
        '| Work | Ours | Peer or limit | Theirs | Ratio | Target | Met | Spread |'
        '| --- | --- | --- | --- | --- | --- | --- | --- |'
    )
    foreach ($item in $Row) {
        $cells = foreach ($name in 'Work', 'Ours', 'Peer', 'Theirs', 'Ratio', 'Target', 'Met', 'Spread') {
            "$($item.$name)".Replace('|', '\|').Replace('<', '&lt;')
        }

        $lines += '| ' + ($cells -join ' | ') + ' |'
    }

    ($lines -join "`n") + "`n"
}
