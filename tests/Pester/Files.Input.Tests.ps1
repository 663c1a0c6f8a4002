# Files go where maps go: by path, from the pipeline, as the first argument; and ids of maps, too.
# Not yet on Windows.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    $script:Folder = New-Item -ItemType Directory -Path (Get-TestPath 'files')
    $script:File = New-TestFile -Text 'one two three' -Name 'files/a.log'
    $script:Other = New-TestFile -Text 'two' -Name 'files/b.log'
    $script:Odd = New-TestFile -Text 'odd' -Name 'files/[c].txt'
    $null = New-Item -ItemType Directory -Path (Join-Path $Folder.FullName 'sub.log')
    $script:Wildcard = [WildcardPattern]::Escape($Folder.FullName) + '/*.log'
    $script:Before = (Get-Location).ProviderPath
    Set-Location -LiteralPath $Folder.FullName

    function New-Scratch {
        # A file to be changed.
        param([string] $Text = 'one two three')

        New-TestFile -Text $Text
    }

    function Get-MapCount {
        # How many maps are open without those that nobody refers to any more.
        [System.GC]::Collect()
        [System.GC]::WaitForPendingFinalizers()
        @(Get-MemoryMap).Count
    }
}

AfterAll {
    Set-Location -LiteralPath $Before
    Get-MemoryMap | Remove-MemoryMap
}

Describe 'A file where a map is expected' {
    It 'is read by <Name>' -ForEach @(
        @{ Name = 'its path as the first argument'; Script = { Read-MappedRegion ./a.log -AsString } }
        @{ Name = 'its absolute path'; Script = { Read-MappedRegion $File -AsString } }
        @{ Name = '-Path'; Script = { Read-MappedRegion -Path ./a.log -AsString } }
        @{ Name = '-LiteralPath'; Script = { Read-MappedRegion -LiteralPath ./a.log -AsString } }
        @{ Name = 'a file from the pipeline'; Script = { Get-Item ./a.log | Read-MappedRegion -AsString } }
        @{ Name = 'a file as the argument'; Script = { Read-MappedRegion (Get-Item ./a.log) -AsString } }
        @{ Name = 'a path from the pipeline'; Script = { './a.log' | Read-MappedRegion -AsString } }
        @{ Name = 'a file that came back from a job'; Script = {
                [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-Item ./a.log))) | Read-MappedRegion -AsString
            }
        }
        @{ Name = 'an object with a PSPath'; Script = { [pscustomobject] @{ PSPath = $File } | Read-MappedRegion -AsString } }
        @{ Name = 'what Resolve-Path gives'; Script = { Resolve-Path ./a.log | Read-MappedRegion -AsString } }
        @{ Name = 'what Get-FileCache gives'; Script = { Get-FileCache ./a.log | Read-MappedRegion -AsString } }
        @{ Name = 'a wildcard'; Script = { Read-MappedRegion ./a.* -AsString } }
        @{ Name = '-Path with a map'; Script = { Read-MappedRegion -Path (New-MemoryMap -LiteralPath $File) -AsString } }
    ) {
        & $Script | Should -BeExactly 'one two three'
    }

    It 'has offset and length by position' {
        Read-MappedRegion ./a.log 4 3 -AsString | Should -BeExactly 'two'
        Read-MappedRegion ./a.log 5 -FromEnd -AsString | Should -BeExactly 'three'
    }

    It 'is one of several: <Name>' -ForEach @(
        @{ Name = 'a list'; Script = { Read-MappedRegion a.log, b.log -AsString } }
        @{ Name = 'a list after -Path'; Script = { Read-MappedRegion -Path a.log, b.log -AsString } }
        @{ Name = 'a wildcard that also matches a folder'; Script = { Read-MappedRegion *.log -AsString } }
        @{ Name = 'the pipeline with a folder'; Script = { Get-ChildItem *.log | Read-MappedRegion -AsString } }
        @{ Name = 'lines of a list of files'; Script = { 'a.log', 'b.log' | Set-Content (Get-TestPath 'list'); Get-Content (Get-TestPath 'list') | Read-MappedRegion -AsString } }
        @{ Name = 'maps and paths mixed'; Script = { Read-MappedRegion (New-MemoryMap -LiteralPath $File), b.log -AsString } }
    ) {
        & $Script | Should -BeExactly 'one two three', 'two'
    }

    It 'has brackets in its name: <Name>' -ForEach @(
        @{ Name = 'from the pipeline'; Script = { Get-ChildItem *.txt | Read-MappedRegion -AsString } }
        @{ Name = '-LiteralPath'; Script = { Read-MappedRegion -LiteralPath '[c].txt' -AsString } }
        @{ Name = 'a full path'; Script = { Read-MappedRegion ([WildcardPattern]::Escape($Odd)) -AsString } }
        @{ Name = 'a wildcard'; Script = { Read-MappedRegion $Wildcard.Replace('*.log', '*.txt') -AsString } }
    ) {
        & $Script | Should -BeExactly 'odd'
    }

    It 'is taken by <Name>' -ForEach @(
        @{ Name = 'Format-MappedRegion'; Script = { (Format-MappedRegion ./a.log).Text }; Expected = 'one two three' }
        @{ Name = 'Format-MappedRegion -Context'; Script = { (Format-MappedRegion ./a.log -Offset 4 -Length 3 -Context 1).Text }; Expected = 'one two three' }
        @{ Name = 'Select-MappedRegion'; Script = { Select-MappedRegion ./a.log 4 3 | Read-MappedRegion -AsString }; Expected = 'two' }
        @{ Name = 'Compare-MappedRegion'; Script = { (Compare-MappedRegion ./a.log ./b.log).ForEach('Length') }; Expected = 3, 10 }
        @{ Name = 'Compare-MappedRegion -Path'; Script = { Compare-MappedRegion ./a.log -Path *.log -Quiet }; Expected = $true, $false }
        @{ Name = 'Compare-MappedRegion with a map'; Script = { Get-Item *.log | Compare-MappedRegion (New-MemoryMap -LiteralPath $Other) -Quiet }; Expected = $false, $true }
        @{ Name = 'Get-MemoryMapResidency'; Script = { (Get-MemoryMapResidency ./a.log -Summary).Path }; Expected = { $File } }
        @{ Name = 'Wait-MappedRegion'; Script = { Wait-MappedRegion ./a.log 0 4 -Timeout 0 }; Expected = $false }
        @{ Name = 'Search-MappedRegion'; Script = { (Search-MappedRegion two *.log).Path }; Expected = { $File, $Other } }
    ) {
        $wanted = $Expected -is [scriptblock] ? (& $Expected) : $Expected

        & $Script | Should -BeExactly $wanted
    }

    It 'is changed by <Name>' -ForEach @(
        @{ Name = 'Write-MappedRegion'; Script = { Write-MappedRegion $args[0] 'ONE' }; Expected = 'ONE two three' }
        @{ Name = 'Write-MappedRegion -Hex -Expect'; Script = { Write-MappedRegion $args[0] -Offset 4 -Hex '54 57' -Expect '74 ??' }; Expected = 'one TWo three' }
        @{ Name = 'Write-MappedRegion -Path'; Script = { Write-MappedRegion -Path $args[0] -Value 'ONE' }; Expected = 'ONE two three' }
        @{ Name = 'Write-MappedRegion from Get-Item'; Script = { Get-Item -LiteralPath $args[0] | Write-MappedRegion -Value 'ONE' }; Expected = 'ONE two three' }
        @{ Name = 'values from the pipeline'; Script = { 79, 78 | Write-MappedRegion $args[0] -As Byte }; Expected = 'ONe two three' }
        @{ Name = 'values from the pipeline and -LiteralPath'; Script = { 79, 78 | Write-MappedRegion -LiteralPath $args[0] -As Byte }; Expected = 'ONe two three' }
        @{ Name = 'Clear-MappedRegion'; Script = { Clear-MappedRegion $args[0] 0 3 -Fill 46 }; Expected = '... two three' }
        @{ Name = 'Update-MappedValue'; Script = { $null = Update-MappedValue $args[0] Add ([byte] 1) }; Expected = 'pne two three' }
        @{ Name = 'a hit that is piped on'; Script = { Search-MappedRegion two $args[0] | Write-MappedRegion -Value 'TWO' }; Expected = 'one TWO three' }
        @{ Name = 'a region that is piped on'; Script = { Select-MappedRegion $args[0] 4 3 | Clear-MappedRegion -Fill 46 }; Expected = 'one ... three' }
    ) {
        $scratch = New-Scratch

        & $Script $scratch

        Read-TestText $scratch | Should -BeExactly $Expected
    }

    It 'is not changed by -WhatIf: <Name>' -ForEach @(
        @{ Name = 'Write-MappedRegion'; Script = { Write-MappedRegion $args[0] 'ONE' -WhatIf } }
        @{ Name = 'Clear-MappedRegion'; Script = { Clear-MappedRegion $args[0] -WhatIf } }
        @{ Name = 'Update-MappedValue'; Script = { Update-MappedValue $args[0] Add 1 -WhatIf } }
    ) {
        $scratch = New-Scratch

        & $Script $scratch 6> $null

        Read-TestText $scratch | Should -BeExactly 'one two three'
    }

    It 'is not the target of text that was read from it' {
        # Get-Content notes on each text where it comes from.
        $source = New-Scratch 'SOURCE'
        $target = New-Scratch

        Get-Content -LiteralPath $source -Raw | Write-MappedRegion -LiteralPath $target

        Read-TestText $source | Should -BeExactly 'SOURCE'
        Read-TestText $target | Should -BeExactly 'SOURCEo three'
    }

    It 'leaves no map open: <Name>' -ForEach @(
        @{ Name = 'reading'; Script = { Read-MappedRegion $Wildcard -AsString } }
        @{ Name = 'an error'; Script = { Read-MappedRegion $File 100 -ErrorAction Ignore } }
        @{ Name = 'hits that are kept'; Script = { $script:Kept = Search-MappedRegion two $Wildcard } }
        @{ Name = 'an end in the middle'; Script = { Search-MappedRegion o $Wildcard | Select-Object -First 1 } }
        @{ Name = 'a comparison'; Script = { Compare-MappedRegion $File $Other | Select-Object -First 1 } }
        @{ Name = 'values from the pipeline'; Script = { 1, 2 | Write-MappedRegion (New-Scratch) -As Byte } }
    ) {
        $before = Get-MapCount
        $null = & $Script

        @(Get-MemoryMap).Count | Should -Be $before
    }
}

Describe 'What is found in a file that was given by path' {
    It 'can be read as long as it lives, and shares one map' {
        $hits = @(Search-MappedRegion o $File)

        $hits[0].MapId | Should -BeNullOrEmpty
        $hits[0].Address | Should -Be 0
        $hits | Read-MappedRegion -AsString | Should -Be @('o', 'o')
        $hits[0].Map.Id | Should -Be $hits[1].Map.Id
        "$($hits[0])" | Should -BeLike '*a.log'
    }

    It 'is told from what is in another file of the same name' {
        $scratch = New-Scratch
        $hit = Search-MappedRegion two $scratch
        [System.IO.File]::Move((New-Scratch 'none two three'), $scratch, $true)

        $null = Assert-Failure { $hit | Read-MappedRegion } -Kind PathNotFound -Command Read-MappedRegion -Target $hit -Category ObjectNotFound
        $null = Assert-Failure { $hit | Write-MappedRegion -Value 'TWO' } -Kind PathNotFound -Command Write-MappedRegion -Target $hit -Category ObjectNotFound
        Read-TestText $scratch | Should -BeExactly 'none two three'
    }

    It 'is highlighted in a view of its file, and sorted by path and offset' {
        $hit = Search-MappedRegion two $File
        $lines = Format-MappedRegion $File -Highlight $hit

        $hits = Search-MappedRegion -Pattern 'o|e' $Wildcard

        "$($lines | Out-String)" | Should -Not -BeNullOrEmpty
        ($hits | Sort-Object -Descending | Sort-Object).ForEach({ "$($_.Path) $($_.Offset)" }) | Should -Be $hits.ForEach({ "$($_.Path) $($_.Offset)" })
    }

    It 'takes no descriptor: hits in more files than may be open' {
        $folder = New-Item -ItemType Directory -Path (Get-TestPath 'many')
        foreach ($i in 1..600) { [System.IO.File]::WriteAllText("$folder/$i", 'a needle') }

        $run = Invoke-ChildPwsh -Ulimit '-n 256' -ArgumentList $folder.FullName {
            $hits = Search-MappedRegion needle "$($args[0])/*"
            $hits.Count
            ($hits | Read-MappedRegion -AsString | Group-Object).Count
        }

        $run.StdErr | Should -BeNullOrEmpty
        $run.StdOut.Trim() -split '\s+' | Should -Be @('600', '600')
    }
}

Describe 'A file that cannot be mapped' {
    It 'is <Kind> for <Command>, and the next one follows: <Name>' -ForEach @(
        # Root alone may open that file of the kernel for writing.
        $user = [System.Environment]::IsPrivilegedProcess ? @{ Kind = 'NotMappable'; Category = 'InvalidOperation' } : @{ Kind = 'AccessDenied'; Category = 'PermissionDenied' }
        foreach ($command in 'Read-MappedRegion', 'Write-MappedRegion') {
            $kernel = $command -like 'Write*' ? $user : @{ Kind = 'NotMappable'; Category = 'InvalidOperation' }
            @{ Command = $command; Name = 'a missing file'; Given = 'missing'; Kind = 'PathNotFound'; Category = 'ObjectNotFound' }
            @{ Command = $command; Name = 'a folder'; Given = 'sub.log'; Kind = 'NotMappable'; Category = 'InvalidOperation' }
            @{ Command = $command; Name = 'a file of the kernel'; Given = '/proc/self/status' } + $kernel
        }
        @{ Command = 'Read-MappedRegion'; Name = 'an id that no map has'; Given = 2147483647; Kind = 'MapNotFound'; Category = 'ObjectNotFound' }
    ) {
        $scratch = New-Scratch
        $more = $Command -like 'Write*' ? @{ Value = 'ONE' } : @{}
        $target = $Given -is [int] ? $Given : [System.IO.Path]::GetFullPath($Given, $Folder.FullName)

        $null = Assert-Failure { & $Command @($Given, $scratch) @more } -Kind $Kind -Command $Command -Target $target -Category $Category
        if ($Command -like 'Write*') { (Read-TestText $scratch) | Should -BeExactly 'ONE two three' }
    }

    It 'may match no wildcard when it is read, as with Select-String, and must when it is written' {
        Read-MappedRegion no* -ErrorAction Stop | Should -BeNullOrEmpty
        Search-MappedRegion x no* -ErrorAction Stop | Should -BeNullOrEmpty
        $null = Assert-Failure { Write-MappedRegion no* 'x' } -Kind PathNotFound -Command Write-MappedRegion -Target 'no*' -Category ObjectNotFound
    }

    It 'may be empty' {
        $empty = New-TestFile -Text ''

        (Read-MappedRegion $empty).Length | Should -Be 0
        Search-MappedRegion x $empty | Should -BeNullOrEmpty
        $null = Assert-Failure { Write-MappedRegion $empty 'x' } -Kind RegionOutOfRange -Command Write-MappedRegion -Target $empty -Category InvalidArgument
    }

    It 'must be one for values from the pipeline' {
        $null = Assert-Failure { 1 | Write-MappedRegion $File, $Other } -Kind InvalidArgument -Command Write-MappedRegion -Target $File -Category InvalidArgument
    }
}

Describe 'The input' {
    It 'must be given: <Name>' -ForEach @(
        @{ Name = 'Read-MappedRegion'; Script = { Read-MappedRegion -AsString }; Command = 'Read-MappedRegion' }
        @{ Name = 'Search-MappedRegion with a text only'; Script = { Search-MappedRegion ./a.log }; Command = 'Search-MappedRegion' }
        @{ Name = 'Search-MappedRegion -Hex'; Script = { Search-MappedRegion -Hex '00' }; Command = 'Search-MappedRegion' }
        @{ Name = 'Write-MappedRegion'; Script = { Write-MappedRegion -Hex '00' }; Command = 'Write-MappedRegion' }
    ) {
        $record = try { & $Script } catch { $_ }

        $record.FullyQualifiedErrorId | Should -BeExactly "InvalidArgument,MmapModule.Commands.$($Command.Replace('-', ''))Command"
    }

    It 'must not be given twice: <Name>' -ForEach @(
        @{ Name = '-Path and a position'; Script = { Read-MappedRegion -Path a.log 4 } }
        @{ Name = '-Path and the pipeline'; Script = { Get-Item b.log | Read-MappedRegion -Path a.log } }
        @{ Name = '-LiteralPath and -InputObject'; Script = { Read-MappedRegion -LiteralPath a.log -InputObject b.log } }
        @{ Name = '-Path and properties from the pipeline'; Script = { [pscustomobject] @{ PSPath = $Other } | Read-MappedRegion -Path a.log } }
    ) {
        $record = try { & $Script } catch { $_ }

        $record.FullyQualifiedErrorId | Should -BeExactly 'InvalidArgument,MmapModule.Commands.ReadMappedRegionCommand'
    }

    It 'is what has this id: <Name>' -ForEach @(
        @{ Name = 'Read-MappedRegion'; Script = { Read-MappedRegion $args[0] -AsString } }
        @{ Name = 'Sync-MemoryMap'; Script = { (Sync-MemoryMap $args[0] -PassThru).Read() | ForEach-Object { [char] $_ } | Join-String } }
        @{ Name = 'Set-MemoryMapAdvice'; Script = { (Set-MemoryMapAdvice $args[0] Random -PassThru).Read() | ForEach-Object { [char] $_ } | Join-String } }
        @{ Name = 'Copy-MappedRegion'; Script = { $copy = Get-TestPath; Copy-MappedRegion $args[0] $copy; (Read-TestText $copy) } }
        @{ Name = 'the destination of Copy-MappedRegion'; Script = { $copy = New-MemoryMap -Anonymous -Size 13; Copy-MappedRegion a.log $copy.Id; Read-MappedRegion $copy -AsString } }
        @{ Name = 'Save-MemoryMap'; Script = { $copy = Get-TestPath; $null = Save-MemoryMap $args[0] $copy; (Read-TestText $copy) } }
    ) {
        # A map that only its id is kept of may be collected at any time.
        $map = New-MemoryMap -LiteralPath $File

        & $Script $map.Id | Should -BeExactly 'one two three'
    }

    It 'is removed and resized by its id' {
        $one, $two = 1..2 | ForEach-Object { New-MemoryMap -Anonymous -Size 8192 }

        (Resize-MemoryMap $one.Id 4096).Length | Should -Be 4096
        Remove-MemoryMap $one.Id, $two.Id
        $one.State, $two.State | Should -Be @('Closed', 'Closed')
        $null = Assert-Failure { Remove-MemoryMap $one.Id } -Kind MapNotFound -Command Remove-MemoryMap -Target $one.Id -Category ObjectNotFound
    }

    It 'is completed: ids first, with what they map, then files' {
        $map = New-MemoryMap -LiteralPath $File
        foreach ($line in 'Read-MappedRegion ', 'Search-MappedRegion x ', 'Compare-MappedRegion ', 'Write-MappedRegion ') {
            $offers = (TabExpansion2 $line $line.Length).CompletionMatches

            $offers.CompletionText | Should -Contain "$($map.Id)"
            $offers.Where({ $_.CompletionText -eq "$($map.Id)" }).ListItemText | Should -BeLike '*a.log'
            [System.Management.Automation.WildcardPattern]::Unescape($offers[-1].CompletionText).Trim("'") | Should -BeLike '*sub.log'
        }
    }
}

Describe 'The order of a search' {
    It 'is <Name>' -ForEach @(
        @{ Name = 'text, file'; Script = { Search-MappedRegion two a.log } }
        @{ Name = 'text, file by the alias'; Script = { srmr two ./a.log } }
        @{ Name = 'text, map'; Script = { srmr two $args[0] } }
        @{ Name = 'text, id'; Script = { srmr two $args[0].Id } }
        @{ Name = 'text, file, offset, length'; Script = { srmr two a.log 1 6 } }
        @{ Name = 'a map, then text'; Script = { $args[0] | srmr two } }
        @{ Name = 'files, then text'; Script = { Get-Item a.log | srmr two } }
        @{ Name = 'map, -Text'; Script = { srmr $args[0] -Text two } }
        @{ Name = 'map, offset, length, -Text'; Script = { srmr $args[0] 1 6 -Text two } }
        @{ Name = '-Text, map, offset, length'; Script = { srmr -Text two $args[0] 1 6 } }
        @{ Name = 'file, -Hex'; Script = { srmr ./a.log -Hex '74 ?7' } }
        @{ Name = 'file, offset, -Pattern'; Script = { srmr ./a.log 2 -Pattern 'tw' } }
        @{ Name = '-Pattern, -Path'; Script = { srmr -Pattern 'tw' -Path a.* } }
    ) {
        (& $Script (New-MemoryMap -LiteralPath $File)).Offset | Should -Be 4
    }

    It 'gives an advice that fits if it is wrong' {
        $map = New-MemoryMap -LiteralPath $File
        { Search-MappedRegion $map two } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*' -ExpectedMessage '*-Text*'
        { Search-MappedRegion (Get-Item a.log) two } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*' -ExpectedMessage '*-Text*'

        Search-MappedRegion *.log two -ErrorAction SilentlyContinue -ErrorVariable wrong

        $wrong[0].FullyQualifiedErrorId | Should -BeExactly 'PathNotFound,MmapModule.Commands.SearchMappedRegionCommand'
        $wrong[0].ErrorDetails.RecommendedAction | Should -BeLike '*the text comes first*'
    }
}
