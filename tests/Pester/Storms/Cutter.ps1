# The other side of a storm: cuts, extends, replaces and restores files until it is stopped, while there is a file Folder/cut. It
# runs in another process than the module.
param(
    # The folder with: checked/sound, cut between pages only; checked/torn, cut anywhere; scratch/file, for which nothing is sacred.
    [Parameter(Mandatory)] [string] $Folder
)

. (Join-Path $PSScriptRoot 'StormData.ps1')
$versions = @((Get-StormVersion 1), (Get-StormVersion 2), (Get-StormVersion 3))
$random = [System.Random]::new(1)
$rounds = 0
foreach ($name in 'checked/sound', 'checked/torn', 'scratch/file') {
    [System.IO.File]::WriteAllBytes("$Folder/$name", $versions[0])
}

'ready'
while ($true) {
    while (-not [System.IO.File]::Exists("$Folder/cut")) {
        [System.Threading.Thread]::Sleep(50)
    }

    $rounds++
    $version = $versions[$rounds % 3]
    foreach ($name in 'checked/sound', 'checked/torn', 'scratch/file') {
        try {
            if ($random.Next(12) -eq 0) {
                [System.IO.File]::WriteAllBytes("$Folder/new", $version)
                [System.IO.File]::Move("$Folder/new", "$Folder/$name", $true)
            }

            $file = [System.IO.FileStream]::new("$Folder/$name", 'OpenOrCreate', 'ReadWrite', 'ReadWrite, Delete', 0)
            for ($cut = 0; $cut -lt 8; $cut++) {
                $length = $random.Next($version.Length)
                if ($name -eq 'checked/sound') {
                    $length = $length -band -4096
                }

                if ($name -ne 'scratch/file') {
                    $file.SetLength($length)
                    $file.Position = $length
                    $file.Write($version, $length, $version.Length - $length)
                }
                else {
                    $file.SetLength($random.Next(3) * $length)
                    $file.SetLength($version.Length)
                }
            }

            $file.Dispose()

            # A moment in which the others find a file as it is. A cut takes less than that.
            [System.Threading.Thread]::Sleep(1)
        }
        catch {
            # The module may have it at this moment, or may have removed it.
            $null = $_
        }
    }
}
