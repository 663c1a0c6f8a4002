# Only what a user types is a pattern: an object means the one thing that it is.
# Runs alone: once the shared memory of a test was gone beside other tests, and it is not known yet what took it.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    $script:Folder = Join-Path (Get-TestPath 'literal') 'd[1]'
    $null = New-Item -ItemType Directory -Path $Folder, (Join-Path (Get-TestPath 'literal') 'd1')
    [System.IO.File]::WriteAllText("$Folder/f", 'right')
    [System.IO.File]::WriteAllText("$(Get-TestPath 'literal')/d1/f", 'wrong')
    Push-Location -LiteralPath $Folder
}

AfterAll {
    Get-MemoryMap | Remove-MemoryMap
    Pop-Location
}

Describe 'The path of an object is taken as it is' {
    It 'by New-MemoryMap from <What>' -ForEach @(
        @{ What = 'Get-FileCache'; Objects = { Get-FileCache -LiteralPath './f' } }
        @{ What = 'Resolve-Path'; Objects = { Resolve-Path -LiteralPath './f' } }
        @{ What = 'Get-Item'; Objects = { Get-Item -LiteralPath './f' } }
        @{ What = 'a map'; Objects = { New-MemoryMap -LiteralPath './f' } }
        @{ What = 'a region'; Objects = { New-MemoryMap -LiteralPath './f' | Select-MappedRegion -Length 2 } }
        @{ What = 'an object with a property Path'; Objects = { [pscustomobject] @{ Path = "$Folder/f" } } }
    ) {
        (& $Objects | New-MemoryMap).ReadString() | Should -BeExactly 'right'
        $object = & $Objects
        (New-MemoryMap -Path $object).ReadString() | Should -BeExactly 'right'
    }

    It 'by <Command>' -ForEach @(
        @{ Command = 'Get-FileCache'; Script = { (New-MemoryMap -LiteralPath './f' | Get-FileCache).Path } }
        @{ Command = 'Copy-MappedRegion'; Script = { $null = Get-FileCache -LiteralPath './f' | Copy-MappedRegion -Destination './copy'; (Read-TestText "$Folder/copy") } }
        @{ Command = 'Copy-MappedRegion -Destination'; Script = {
                $null = New-Item -Path "$Folder/target"
                Copy-MappedRegion -LiteralPath './f' -Destination (Resolve-Path -LiteralPath './target')
                (Read-TestText "$Folder/target")
            }
        }
        @{ Command = 'Get-MemoryMap'; Script = { (Get-Item -LiteralPath './f' | Get-MemoryMap)[0].ReadString() } }
        @{ Command = 'Get-ProcessMemoryMap'; Script = { (Get-Item -LiteralPath './f' | Get-ProcessMemoryMap -ErrorAction Ignore | Where-Object ProcessId -EQ $PID)[0].Path } }
    ) {
        $map = New-MemoryMap -LiteralPath './f'

        & $Script | Should -BeIn 'right', "$Folder/f"
        $map | Remove-MemoryMap
    }

    It 'expands text from the pipeline' {
        ('../d1/*' | New-MemoryMap).ReadString() | Should -BeExactly 'wrong'
    }
}

Describe 'Get-MemoryMap -Path' {
    BeforeAll {
        Get-MemoryMap | Remove-MemoryMap
        $script:Map = New-MemoryMap -LiteralPath './f'
        $script:Other = New-MemoryMap -LiteralPath '../d1/f'
    }

    It 'knows the case of paths' {
        $null = Assert-Failure { Get-MemoryMap -Path './F' } -Kind MapNotFound -Command Get-MemoryMap -Target './F'
        Get-MemoryMap -Path '*/F' | Should -BeNullOrEmpty
    }

    It 'counts a wildcard from a folder whose name has brackets' {
        (Get-MemoryMap -Path './?').Id | Should -Be $Map.Id
        (Get-MemoryMap -Path '../d1/*').Id | Should -Be $Other.Id
    }

    It 'has a literal form' {
        (Get-MemoryMap -LiteralPath "$Folder/f").Id | Should -Be $Map.Id
        (Get-MemoryMap -LiteralPath './f', '../d1/f').Id | Should -Be @($Map.Id, $Other.Id)
        $null = Assert-Failure { Get-MemoryMap -LiteralPath './*' } -Kind MapNotFound -Command Get-MemoryMap -Target './*'
    }
}

Describe 'Shared memory whose name has wildcards' {
    BeforeEach {
        $script:Name = Get-SharedName
        "$Name*", "$Name-other", "$Name[1]", "$($Name)1" | ForEach-Object { New-MemoryMap -Name $_ -Size 10 } | Remove-MemoryMap
    }

    AfterEach {
        Remove-SharedMemory -Name "$Name*"
    }

    It 'is removed alone, from <What>' -ForEach @(
        @{ What = 'Get-SharedMemory'; Convert = { $args[0] } }
        @{ What = 'a selection'; Convert = { $args[0] | Select-Object -Property Name, Size } }
        @{ What = 'a job'; Convert = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($args[0])) } }
        @{ What = 'a file of names'; Convert = { $args[0] | Select-Object -Property Name | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ What = 'its file'; Convert = { Get-Item -LiteralPath "/dev/shm/$($args[0].Name)" } }
    ) {
        $objects = Get-SharedMemory | Where-Object Name -In "$Name*", "$Name[1]"
        $objects.Count | Should -Be 2
        $objects = $objects | ForEach-Object { & $Convert $_ }

        $objects | Remove-SharedMemory

        (Get-SharedMemory -Name "$Name*" -ErrorAction Stop).Name | Sort-Object | Should -Be @("$($Name)1", "$Name-other" | Sort-Object)
        # What is gone is not looked for as a pattern either.
        $null = $objects | Remove-SharedMemory -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Sort-Object -Unique | Should -BeExactly 'SharedMemoryNotFound,MmapModule.Commands.RemoveSharedMemoryCommand'
        @(Get-SharedMemory -Name "$Name*").Count | Should -Be 2
    }

    It 'is completed so that it means itself' {
        $line = "Remove-SharedMemory -WhatIf -Name $Name"
        $text = ([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)).CompletionMatches.Where({ $_.ListItemText -ceq "$Name*" }).CompletionText

        & ([scriptblock]::Create("Remove-SharedMemory -Name $text"))

        (Get-SharedMemory -Name "$Name*").Name | Should -Not -Contain "$Name*"
        @(Get-SharedMemory -Name "$Name*").Count | Should -Be 3
    }

    It 'is not what a <What> is called' -ForEach @(
        @{ What = 'process'; Object = { Get-Process -Id $PID } }
        @{ What = 'file elsewhere'; Object = { Get-Item -LiteralPath "$Folder/f" } }
        @{ What = 'map of a file'; Object = { New-MemoryMap -LiteralPath "$Folder/f" } }
    ) {
        $object = & $Object
        New-MemoryMap -Name $object.Name -Size 1 | Remove-MemoryMap
        try {
            $null = Assert-Failure { $object | Remove-SharedMemory } -Kind InvalidArgument -Command Remove-SharedMemory -Target $object
            (Get-SharedMemory -Name ([wildcardpattern]::Escape($object.Name))).Name | Should -BeExactly $object.Name
        }
        finally {
            Remove-SharedMemory -Name ([wildcardpattern]::Escape($object.Name))
        }
    }
}

Describe 'The Id of something else' {
    BeforeAll {
        $script:Map = New-MemoryMap -Anonymous -Size 1
        # A process with the id of a map.
        $script:Stranger = [pscustomobject] @{ Id = $Map.Id }
        $Stranger.PSObject.TypeNames.Insert(0, 'Deserialized.System.Diagnostics.Process')
    }

    It 'does not pick a map: <Command>' -ForEach @(
        @{ Command = 'Get-MemoryMap' }
        @{ Command = 'Remove-MemoryMap' }
        @{ Command = 'Sync-MemoryMap' }
        @{ Command = 'Test-MemoryMap' }
    ) {
        foreach ($object in (Get-Process -Id $PID), ($Stranger), (Get-Process -Id $PID | Select-Object -Property Id)) {
            { $object | & $Command -ErrorAction Stop } | Should -Throw -ErrorId "InputObjectNotBound,MmapModule.Commands.$($Command.Replace('-', ''))Command"
        }

        $Map.State | Should -Be 'Open'
    }

    It 'does not pick a process' {
        { Test-MemoryMap -InputObject $Map -Detailed | Get-ProcessMemoryMap -ErrorAction Stop } |
            Should -Throw -ErrorId 'InputObjectNotBound,MmapModule.Commands.GetProcessMemoryMapCommand'
    }

    It 'picks a map where it belongs to a map' {
        ($Map | Get-MemoryMap).Id | Should -Be $Map.Id
        ($Map | Select-MappedRegion | Get-MemoryMap).Id | Should -Be $Map.Id
        ($Map | Select-Object -Property Id | Get-MemoryMap).Id | Should -Be $Map.Id
        ($Map.Id | Get-MemoryMap).Id | Should -Be $Map.Id
    }

    It 'picks a process where it belongs to a process: <What>' -ForEach @(
        @{ What = 'Process'; Object = { Get-Process -Id $PID } }
        @{ What = 'selection'; Object = { Get-Process -Id $PID | Select-Object -Property Id } }
        @{ What = 'ProcessId'; Object = { [pscustomobject] @{ ProcessId = $PID } } }
        @{ What = 'number'; Object = { $PID } }
    ) {
        (& $Object | Get-ProcessMemoryMap)[0].ProcessId | Should -Be $PID
    }
}
