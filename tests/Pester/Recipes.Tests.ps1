# about_MmapModule_Recipes: each command of it runs as printed, and what the known program says agrees with ours.
# Not yet on Windows.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $topic = Get-Content -LiteralPath (Join-Path $PSScriptRoot '../../en-US/about_MmapModule_Recipes.help.txt')
    $recipes = for ($i = 0; $i -lt $topic.Count; $i++) {
        if ($topic[$i] -notmatch '^        PS> (.+)') { continue }
        $ours = $Matches[1]
        $theirs = if ($topic[$i - 1] -match '^        \$ (.+)') { $Matches[1] }
        while ($topic[$i + 1] -match '^            (.+)') {
            $ours += ' ' + $Matches[1]
            $i++
        }

        @{ Ours = $ours; Theirs = $theirs }
    }

    $same = @(
        @{ Name = 'xxd -s 64'; Convert = { param($Lines) $Lines } }
        @{ Name = 'xxd -p'; Convert = { param($Lines) $Lines } }
        @{ Name = 'od -A n'; Convert = { param($Lines) "$Lines".Trim() } }
        @{ Name = 'grep -obUaF'; Convert = { param($Lines) $Lines | ForEach-Object { if ($_ -is [string]) { $_.Split(':')[0] } else { "$($_.Offset)" } } } }
        @{ Name = 'grep -obUaP'; Convert = { param($Lines) $Lines | ForEach-Object { if ($_ -is [string]) { $_.Split(':')[0] } else { "$($_.Offset)" } } } }
        @{ Name = 'grep -rn'; Convert = { param($Lines) $Lines | ForEach-Object { if ($_ -is [string]) { $_.Split(':')[1] } else { "$($_.LineNumber)" } } } }
        @{ Name = 'grep -aoF'; Convert = { param($Lines) "$Lines".Trim() } }
    ) | ForEach-Object {
        $pair = $recipes | Where-Object Theirs -Like "$($_.Name)*"
        @{ Name = $_.Name; Convert = $_.Convert; Ours = $pair.Ours; Theirs = $pair.Theirs }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function New-RecipeFile {
        $random = [byte[]]::new(4096)
        [System.Random]::new(5).NextBytes($random)
        [System.IO.File]::WriteAllBytes("$PWD/tool.bin", $random)
        $random[9] = $random[9] -bxor 1
        [System.IO.File]::WriteAllBytes("$PWD/other.bin", $random)
        [System.IO.File]::WriteAllText("$PWD/app.log", "10:00 INFO start`n10:01 ERROR disk sda`n10:02 ERROR disk sdb`n")
        [System.IO.File]::WriteAllText("$PWD/notes.txt", 'some notes')
        $null = New-Item -ItemType Directory -Path logs
        Copy-Item -LiteralPath app.log -Destination logs
        Copy-Item -LiteralPath /bin/ls -Destination tool
        $image = [byte[]]::new(65536)
        ([byte[]] (0x89, 0x50, 0x4E, 0x47)).CopyTo($image, 20000)
        [System.IO.File]::WriteAllBytes("$PWD/disk.img", $image)
    }
}

Describe 'about_MmapModule_Recipes' {
    BeforeEach {
        $folder = Get-TestPath
        $null = New-Item -ItemType Directory -Path $folder
        Push-Location -LiteralPath $folder
        New-RecipeFile
    }

    AfterEach {
        Pop-Location
        Get-MemoryMap | Remove-MemoryMap
    }

    It 'has a command that runs as printed: <Ours> (needs gzip and xxd)' -ForEach $recipes -Skip:(Test-Missing gzip, xxd) {
        $held = $null
        $failed = & ([scriptblock]::Create($Ours)) 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }

        # Processes of others may be hidden from this one, and only root can list queues where nobody has mounted their file system.
        $failed | Where-Object FullyQualifiedErrorId -NotIn @(
            'AccessDenied,MmapModule.Commands.GetProcessMemoryMapCommand'
            if (-not (Test-IsRoot)) { 'QueueListUnavailable,MmapModule.Commands.GetMessageQueueCommand' }
        ) | Should -BeNullOrEmpty
    }

    It 'names a command that says the same: <Theirs> (needs bash and xxd)' -ForEach $same -Skip:(Test-Missing bash, xxd) {
        $expected = & $Convert (bash -c $Theirs)
        $LASTEXITCODE | Should -Be 0
        $expected | Should -Not -BeNullOrEmpty
        & $Convert (& ([scriptblock]::Create($Ours)) | ForEach-Object { if ($_ -is [MmapModule.HexLine]) { ($_ | Out-String).Trim() } else { $_ } }) | Should -Be $expected
    }

    It 'changes the same bytes as dd and xxd do: <Theirs> (needs bash, gzip and xxd)' -ForEach @($recipes | Where-Object Theirs -Match 'conv=notrunc|xxd -r|^cp |^dd if') -Skip:(Test-Missing bash, gzip, xxd) {
        & ([scriptblock]::Create($Ours))
        $ours = (Get-ChildItem -File | Get-FileHash).Hash
        Get-ChildItem -LiteralPath . | Remove-Item -Recurse
        New-RecipeFile
        bash -c "$Theirs 2>/dev/null"
        (Get-ChildItem -File | Get-FileHash).Hash | Should -Be $ours
    }
}
