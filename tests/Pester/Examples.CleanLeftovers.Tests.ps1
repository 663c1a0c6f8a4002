# What crashed applications leave behind, in one table, compared with ipcs.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Cleaning what crashed applications have left behind (needs root, ipcs)' -Skip:(Test-Missing root, ipcs) -Tag Linux {
    BeforeAll {
        $script:Script = Join-Path $PSScriptRoot '../../examples/clean-leftovers.ps1'
        $script:Name = Get-SharedName
        $script:Key = Get-Random -Minimum 0x40000000 -Maximum 0x7FFFFFFF
        $script:KeyText = '0x{0:X8}' -f $Key

        # As if a program with one of each had been killed, and another one were still using something.
        New-MemoryMap -Name $Name -Size 4KB | Remove-MemoryMap
        $script:Segment = New-MemoryMap -Key $Key -Size 8KB
        $script:SegmentId = $Segment.SegmentId
        Remove-MemoryMap $Segment
        (New-MessageQueue $Name -MaxMessages 1 -MessageSize 8).Dispose()
        $script:Queue = New-MessageQueue -Key $Key
        $script:Semaphore = New-SharedSemaphore $Name
        (New-SharedSemaphore "$Name-left").Dispose()
        $script:Used = New-MemoryMap -Name "$Name-used" -Size 4KB

        # In a container not even root may see all processes.
        $script:Sure = (Get-SharedMemory $Name).Reliable ? 'True' : ' '
    }

    AfterAll {
        $Semaphore.Dispose()
        Remove-MemoryMap $Used
        Remove-SharedMemory "$Name*"
        Remove-SharedMemory -Key $Key -ErrorAction Ignore
        Remove-MessageQueue -Key $Key -ErrorAction Ignore
        Remove-MessageQueue $Name -ErrorAction Ignore
        Remove-SharedSemaphore "$Name*"
    }

    It 'shows all of it, marks the orphans, and removes nothing unless it is asked to' {
        $text = & $Script -Name "$Name*", $KeyText | Out-String -Width 250
        $text | Should -Match "shared memory +$Name +root +0600 +4096 bytes +\{\} +$Sure"
        $text | Should -Match "shared memory +$Name-used +root +0600 +4096 bytes +\{$PID\} +False"
        $text | Should -Match "shared memory +$KeyText +$SegmentId +root +0600 +8192 bytes +\{\} +True"
        $text | Should -Match "semaphore +$Name +root +0600 +1 free +\{$PID\} +False"
        $text | Should -Match "semaphore +$Name-left +root +0600 +1 free +\{\} +$Sure"
        $text | Should -Match "message queue +$KeyText +$($Queue.Id) +root +0600 +0 messages +\{\}"
        $text | Should -Match '\d of \d are orphans, and 0 of them were removed\.'
        (ipcs -m) -match "^$KeyText +$SegmentId .* 8192 +0 " | Should -HaveCount 1
        (ipcs -q) -match "^$KeyText +$($Queue.Id) " | Should -HaveCount 1
        & $Script -Name "$Name*", $KeyText -Remove -WhatIf | Select-Object -Last 1 | Should -Match 'and 0 of them were removed'
        Get-SharedMemory -Key $Key | Should -Not -BeNullOrEmpty
    }

    It 'removes the orphans, and nothing that is in use or may be' {
        $null = & $Script -Name "$Name*", $KeyText -Remove -Confirm:$false
        (Get-SharedMemory "$Name*").Name | Should -Be ($Sure -eq 'True' ? "$Name-used" : @($Name, "$Name-used"))
        (Get-SharedSemaphore "$Name*").Name | Should -Be ($Sure -eq 'True' ? $Name : @($Name, "$Name-left"))
        (ipcs -m) -match "^$KeyText " | Should -BeNullOrEmpty
        (Get-MessageQueue -Key $Key).Id | Should -Be $Queue.Id
        if ($Sure -eq 'True') {
            $null = Assert-Failure { Get-MessageQueue $Name } -Kind QueueNotFound -Command Get-MessageQueue -Target $Name
        }

        (Get-SharedSemaphore $Name).Count | Should -Be 1
    }
}
