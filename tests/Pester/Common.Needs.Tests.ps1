# What a test needs beyond a shell and coreutils stands in its name, and lets it be skipped.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $script:Files = Get-ChildItem -Path $PSScriptRoot -Filter '*.Tests.ps1' | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # Programs that are not everywhere, and helpers that use one. Helpers that skip by themselves are not here.
    $script:Needed = @{
        bash = 'bash'; chattr = 'chattr'; cmp = 'cmp'; fincore = 'fincore'; gcc = 'gcc'; getconf = 'getconf'; grep = 'grep'; gzip = 'gzip'
        kill = 'kill'; losetup = 'losetup'; mount = 'mount'; openssl = 'openssl'; perl = 'perl'; pmap = 'pmap'; prlimit = 'prlimit'; python3 = 'python3'
        readelf = 'readelf'; rg = 'rg'; setpriv = 'setpriv'; sfdisk = 'sfdisk'; strace = 'strace'; tar = 'tar'; unshare = 'unshare'; vmtouch = 'vmtouch'
        xxd = 'xxd'; zip = 'zip'; 'mkfs.ext4' = 'mkfs.ext4'; 'mkfs.xfs' = 'mkfs.xfs'; hexdump = 'hexdump'
        'Get-FincoreByte' = 'fincore'; 'Get-VmtouchPage' = 'vmtouch'; 'Build-TestC' = 'cc'
    }

    function Get-BlockOf {
        # The blocks of Pester around a piece of code, from the inside.
        param([System.Management.Automation.Language.Ast] $Ast)

        for ($block = $Ast; $block; $block = $block.Parent) {
            if ($block -is [System.Management.Automation.Language.CommandAst] -and $block.GetCommandName() -in 'It', 'Context', 'Describe', 'BeforeAll', 'BeforeDiscovery') {
                $block
            }
        }
    }

    function Find-UnsaidNeed {
        # The programs that tests call without being skipped where they are missing.
        param([string] $Text)

        $ast = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $null, [ref] $null)
        $isCommand = { param($Node) $Node -is [System.Management.Automation.Language.CommandAst] -and $Node.GetCommandName() }
        foreach ($call in $ast.FindAll($isCommand, $true) | Where-Object { $Needed[$_.GetCommandName()] }) {
            $blocks = @(Get-BlockOf $call)
            if ($blocks.Count -gt 0 -and $blocks[0].GetCommandName() -notlike 'Before*') {
                $program = $Needed[$call.GetCommandName()]
                $heads = $blocks | ForEach-Object { $_.Extent.Text.Split("`n")[0] }
                if (-not ($heads -match "-Skip:.*Test-Missing.*\b$([regex]::Escape($program))\b" -match '\bneeds\b')) {
                    "line $($call.Extent.StartLineNumber): $program"
                }
            }
        }
    }
}

Describe 'What tests need' -Tag Linux {
    It 'is said in their names: <Name>' -ForEach $Files {
        Find-UnsaidNeed (Read-TestText $Path) | Should -BeNullOrEmpty
    }

    It 'is missed where it is not said' {
        Find-UnsaidNeed "Describe 'a' { It 'b' { xxd x; `$a = python3 y } }" | Should -Be 'line 1: xxd', 'line 1: python3'
        Find-UnsaidNeed "Describe 'a (needs xxd)' -Skip:(Test-Missing xxd) { It 'b' { xxd x } }" | Should -BeNullOrEmpty
        Find-UnsaidNeed "Describe 'a' { It 'b (needs xxd)' { xxd x } }" | Should -Be 'line 1: xxd'
    }
}

Describe 'Test-Missing' -Tag Linux {
    It 'misses a program that is not there, and nothing in a strict run' {
        $strict = $env:MMAPMODULE_TEST_STRICT
        try {
            $env:MMAPMODULE_TEST_STRICT = $null
            Test-Missing sh | Should -BeFalse
            Test-Missing sh, no-such-program | Should -BeTrue
            $env:MMAPMODULE_TEST_STRICT = '1'
            Test-Missing no-such-program | Should -BeFalse
        }
        finally {
            $env:MMAPMODULE_TEST_STRICT = $strict
        }
    }
}
