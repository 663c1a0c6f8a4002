# Disks that are full: what needs more space is NoSpace, what was written is as many bytes as the error says.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/LimitCalls.ps1')
}

Describe 'A full file system (needs root to mount, and losetup)' -Skip:(Test-Missing mount, losetup) -Tag Linux {
    BeforeAll {
        $run = Invoke-LimitChild @'
function Invoke-Full([string] $Limit, [scriptblock] $Mount) {
    $disk = (New-Item -ItemType Directory -Path "$Folder/$Limit").FullName
    $null = & $Mount $disk
    try {
        Invoke-LimitCall $Limit $disk/files -Name $Name -Begin {
            sync --file-system $Folder
            dd if=/dev/zero of=$disk/filler bs=64K 2>&1 | Out-Null
            dd if=/dev/zero of=$disk/filler2 bs=512 2>&1 | Out-Null
            sync --file-system $Folder
        }
    }
    finally {
        umount --lazy $disk
    }
}

Invoke-Full 'tmpfs' { param($disk) mount -t tmpfs -o size=12m,mode=0777 none $disk }
Invoke-Full 'ext4' {
    param($disk)
    truncate --size 24M "$Folder/image"
    mkfs.ext4 -q -F -m 0 "$Folder/image"
    mount -o loop "$Folder/image" $disk
}
'@
    }

    It 'is survived' {
        $run.ExitCode | Should -Be 0 -Because "$($run.StdErr) $($run.Lines[-1])"
    }

    It 'ends only the calls that need more in NoSpace, which says what was written: <_>' -ForEach 'tmpfs', 'ext4' {
        Assert-LimitCall $run $_ @{ NoSpace = 'grow', 'create', 'save', 'saveNew', 'copy', 'copyNew', 'resize' }
    }
}
