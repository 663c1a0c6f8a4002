# Queues of tests are small: all queues of a user may take 819200 bytes together.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'New-MessageQueue' -Tag Linux {
    BeforeEach {
        $script:Name = Get-SharedName
    }

    AfterEach {
        Remove-MessageQueue $Name -ErrorAction Ignore
    }

    It 'creates a queue that only its owner may use, or opens the one that there is' {
        $queue = New-MessageQueue $Name -MaxMessages 3 -MessageSize 1KB
        $queue.Name, $queue.Kind, $queue.MaxMessages, $queue.MessageSize, $queue.MessageCount, $queue.Bytes, $queue.Mode | Should -Be $Name, 'Posix', 3, 1024, 0, 0, '0600'
        $queue.Owner | Should -Be ([Environment]::UserName)
        $again = "/$Name" | New-MessageQueue -MaxMessages 1 -MessageSize 1
        $again.MaxMessages | Should -Be 3
        $again.Dispose()
        { $again.Send([byte[]] (1), 0) } | Should -Throw
        $queue.TrySend([byte[]] (1)) | Should -BeTrue
        $queue.Dispose()
        (New-MessageQueue $Name -Mode Open).Receive(0) | Should -Be 1
    }

    It 'does nothing with -WhatIf' {
        New-MessageQueue $Name -MaxMessages 1 -MessageSize 8 -WhatIf | Should -BeNullOrEmpty
        $null = Assert-Failure { New-MessageQueue $Name -Mode Open } -Kind QueueNotFound -Command New-MessageQueue -Target $Name
    }

    It 'is an error: <Kind> for <Script>' -ForEach @(
        @{ Kind = 'QueueExists'; Script = { $null = New-MessageQueue $Name -MaxMessages 1 -MessageSize 8; New-MessageQueue $Name -Mode Create } }
        @{ Kind = 'QueueLimit'; Script = { New-MessageQueue $Name -MessageSize 1TB } }
        @{ Kind = 'QueueLimit'; Script = { New-MessageQueue $Name -MaxMessages 1000000 -MessageSize 1 } }
        @{ Kind = 'InvalidArgument'; Script = { New-MessageQueue $Name -MessageSize 0 } }
    ) {
        $null = Assert-Failure $Script -Kind $Kind -Command New-MessageQueue -Target $Name
    }

    It 'takes the umask for nothing' {
        (New-MessageQueue $Name -MaxMessages 1 -MessageSize 8 -Permission 0666).Mode | Should -Be '0666'
    }

    It 'completes nothing rather than failing where queues cannot be listed, and else their names' {
        $null = New-MessageQueue $Name -MaxMessages 1 -MessageSize 8
        $found = (TabExpansion2 "Receive-MessageQueue $Name" "Receive-MessageQueue $Name".Length).CompletionMatches.CompletionText
        $isListed = try { $null = [MmapModule.MessageQueueCatalog]::Names(); $true } catch { $false }
        if ($isListed) { $found | Should -Contain $Name } else { $found | Should -Not -Contain $Name }
    }

    It 'is closed by Remove-Module, and its messages stay' {
        $result = Invoke-ChildPwsh -Fresh -ArgumentList $Name {
            param($Name)
            $queue = New-MessageQueue $Name -MaxMessages 1 -MessageSize 8
            $queue.Send([byte[]] (7), 0)
            Remove-Module MmapModule
            try { $queue.Receive(0) } catch { $_.Exception.InnerException.Kind }
        }
        $result.StdOut | Should -BeExactly 'ObjectRemoved' -Because $result.StdErr
        (New-MessageQueue $Name -Mode Open).Receive(0) | Should -Be 7
    }
}

Describe 'Message queues of an ordinary user (needs root and setpriv)' -Skip:(Test-Missing root, setpriv) -Tag Linux {
    BeforeAll {
        $script:Name = Get-SharedName
        $foreign = Get-SharedName
        $null = New-MessageQueue $foreign -MaxMessages 2 -MessageSize 64 -Permission 0600
        $open = New-MessageQueue "$foreign-open" -MaxMessages 2 -MessageSize 4KB -Permission 0666
        $shared = New-MessageQueue "$foreign-shared" -Capacity 4KB -Permission 0666
        $open, $shared | ForEach-Object { 1, 2 | Send-MessageQueue $_ -AsObject }
        $null = New-MessageQueue "$foreign-closed" -Capacity 4KB
        $script:Run = Invoke-ChildPwsh -Fresh -As nobody -ArgumentList $Name, $foreign {
            param($Name, $Foreign)
            function Get-Kind([scriptblock] $Script) { try { $null = & $Script; 'none' } catch { ($_.FullyQualifiedErrorId -split ',')[0] } }
            $ErrorActionPreference = 'Stop'
            $queues = [System.Collections.Generic.List[object]]::new()
            "many=$(Get-Kind { foreach ($i in 1..200) { $queues.Add((New-MessageQueue "$Name-$i" -MaxMessages 10 -MessageSize 8KB)) } })"
            "count=$($queues.Count -gt 0 -and $queues.Count -lt 100)"
            $queues | Remove-MessageQueue
            $queues | ForEach-Object Dispose
            "size=$(Get-Kind { New-MessageQueue $Name -MessageSize 64KB })"
            "messages=$(Get-Kind { New-MessageQueue $Name -MaxMessages 1000 -MessageSize 8 })"
            "denied=$(Get-Kind { New-MessageQueue $Foreign -Mode Open })"
            "owner=$(Get-Kind { Receive-MessageQueue "$Foreign-open" -Timeout 0 })"
            "remove=$(Get-Kind { Remove-MessageQueue "$Foreign-open" })"
            "object=$(Get-Kind { $live = New-MessageQueue "$Foreign-open" -AllowForeignOwner; Receive-MessageQueue $live -AsObject -Timeout 0 })"
            "allowed=$(Receive-MessageQueue "$Foreign-open" -AsObject -AllowForeignOwner -Timeout 0)"
            "shared=$(Get-Kind { Receive-MessageQueue "$Foreign-shared" -Timeout 0 })"
            "sharedobject=$(Get-Kind { $live = New-MessageQueue "$Foreign-shared" -AllowForeignOwner; Receive-MessageQueue $live -AsObject -Timeout 0 })"
            "sharedallowed=$(Receive-MessageQueue "$Foreign-shared" -AsObject -AllowForeignOwner -Timeout 0)"
            "sharedclosed=$(Get-Kind { New-MessageQueue "$Foreign-closed" -Capacity 4KB -AllowForeignOwner })"
            "sharedremove=$(Get-Kind { Remove-MessageQueue "$Foreign-shared" })"
            "hidden=$(Get-Kind { Get-MessageQueue $Foreign })"
            "list=$(Get-Kind { Get-MessageQueue })"
            "seen=$((Get-MessageQueue "$Foreign-open").MessageCount)"
        }
        $script:Said = @{}
        $Run.StdOut -split '\n' | ForEach-Object { $key, $value = $_ -split '=', 2; $Said[$key] = $value }
    }

    AfterAll {
        $foreign, "$foreign-open", "$foreign-shared", "$foreign-closed" | Remove-MessageQueue -ErrorAction Ignore
    }

    It 'reach the limit of the user, and the shell lives' {
        $Said.many | Should -Be 'QueueLimit' -Because "$($Run.StdErr) $($Run.StdOut)"
        $Said.count | Should -Be 'True'
        $Said.size | Should -Be 'QueueLimit'
        $Said.messages | Should -Be 'QueueLimit'
    }

    It 'do not show what belongs to others without consent' {
        $Said.denied | Should -Be 'AccessDenied'
        $Said.hidden | Should -Be ((Test-Path /dev/mqueue) ? 'none' : 'AccessDenied')
        $Said.owner | Should -Be 'NotPermitted'
        $Said.remove | Should -Be 'NotPermitted'
        $Said.object | Should -Be 'NotPermitted'
        $Said.allowed | Should -Be '1'
        $Said.shared | Should -Be 'NotPermitted'
        $Said.sharedobject | Should -Be 'NotPermitted'
        $Said.sharedallowed | Should -Be '1'
        $Said.sharedclosed | Should -Be 'AccessDenied'
        $Said.sharedremove | Should -Be 'NotPermitted'
        $Said.seen | Should -Be '1'
    }

    It 'are listed if the file system is mounted, and otherwise say so' {
        $Said.list | Should -Be ((Test-Path /dev/mqueue) ? 'none' : 'QueueListUnavailable')
    }
}
