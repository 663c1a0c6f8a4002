# Semaphores shared with programs that know nothing of this module: C (sem_open, semop), Python, ipcs and ipcrm.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # Each takes or gives COUNT times, one permit at a time, and tells the value that it sees at the end.
    $script:Posix = @'
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
    int count = atoi(argv[3]), value = -1;
    sem_t *s = strcmp(argv[1], "create") == 0 ? sem_open(argv[2], O_CREAT | O_EXCL, 0600, count) : sem_open(argv[2], 0);
    if (s == SEM_FAILED) { perror("sem_open"); return 2; }
    printf("open\n");
    fflush(stdout);
    if (strcmp(argv[1], "wait") == 0) for (int i = 0; i < count; i++) if (sem_wait(s) != 0) { perror("sem_wait"); return 3; }
    if (strcmp(argv[1], "post") == 0) for (int i = 0; i < count; i++) if (sem_post(s) != 0) { perror("sem_post"); return 4; }
    if (strcmp(argv[1], "both") == 0) for (int i = 0; i < count; i++) if (sem_wait(s) != 0 || sem_post(s) != 0) { perror("both"); return 5; }
    if (strcmp(argv[1], "hold") == 0) { if (sem_wait(s) != 0) return 6; printf("held\n"); fflush(stdout); sleep(60); }
    sem_getvalue(s, &value);
    printf("%d\n", value);
    return 0;
}
'@
    $script:SystemV = @'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <unistd.h>

int main(int argc, char **argv) {
    int id = semget((key_t) strtoul(argv[2], NULL, 0), strcmp(argv[1], "create") == 0 ? 2 : 0, strcmp(argv[1], "create") == 0 ? IPC_CREAT | IPC_EXCL | 0600 : 0);
    int count = atoi(argv[3]);
    if (id < 0) { perror("semget"); return 2; }
    if (strcmp(argv[1], "create") == 0) { semctl(id, 0, SETVAL, count); semctl(id, 1, SETVAL, count + 1); }
    printf("open\n");
    fflush(stdout);
    struct sembuf take = { 0, -1, SEM_UNDO }, give = { 0, 1, 0 };
    if (strcmp(argv[1], "wait") == 0) for (int i = 0; i < count; i++) if (semop(id, &take, 1) != 0) { perror("semop"); return 3; }
    if (strcmp(argv[1], "post") == 0) for (int i = 0; i < count; i++) if (semop(id, &give, 1) != 0) { perror("semop"); return 4; }
    if (strcmp(argv[1], "hold") == 0) { if (semop(id, &take, 1) != 0) return 6; printf("held\n"); fflush(stdout); sleep(60); }
    printf("%d\n", semctl(id, 0, GETVAL));
    return 0;
}
'@

    function Build-TestProgram([string] $Source) {
        $program = Get-TestPath
        $messages = $Source | & (Get-TestCompiler) -x c -O2 -Wall -o $program - -lpthread -lrt 2>&1
        if ($LASTEXITCODE -ne 0) {
            throw "The C program does not compile: $($messages | Out-String)"
        }

        $program
    }
}

Describe 'POSIX semaphores shared with a C program (needs a C compiler)' -Skip:(Test-Missing cc) -Tag Linux {
    BeforeAll {
        $script:Program = Build-TestProgram $Posix
    }

    BeforeEach {
        $script:Name = Get-SharedName
    }

    AfterEach {
        Remove-Item -Path "/dev/shm/sem.$Name*" -Force
    }

    It 'opens what C has created, and C what is created here' {
        (Wait-TestProgram (Start-TestProgram $Program 'create', "/$Name", '7')).StdOut | Should -Be "open`n7"
        (New-SharedSemaphore $Name -Mode Open).Count | Should -Be 7
        $null = New-SharedSemaphore "$Name-2" -InitialCount 9
        (Wait-TestProgram (Start-TestProgram $Program 'post', "/$Name-2", '1')).StdOut | Should -Be "open`n10"
    }

    It 'is woken by sem_post, and wakes sem_wait' {
        $semaphore = New-SharedSemaphore $Name -InitialCount 0
        $waiter = Start-TestProgram $Program 'wait', "/$Name", '3'
        Wait-Condition { $semaphore.Waiters -eq 1 } | Should -BeTrue
        Unlock-SharedSemaphore $semaphore -Count 3
        (Wait-TestProgram $waiter).StdOut | Should -Be "open`n0"

        $call = Start-StoppableCall 'Wait-SharedSemaphore $Semaphore' @{ Semaphore = $semaphore }
        Wait-Condition { $semaphore.Waiters -eq 1 } | Should -BeTrue
        $null = Wait-TestProgram (Start-TestProgram $Program 'post', "/$Name", '1')
        $call.Result.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
        $call.Shell.Dispose()
        ($semaphore.Count, $semaphore.Waiters) | Should -Be @(0, 0)
    }

    It 'loses no permit and no wake among programs and threads that take and give all the time' {
        $semaphore = New-SharedSemaphore $Name -InitialCount 2
        $programs = 1..3 | ForEach-Object { Start-TestProgram $Program 'both', "/$Name", '100000' }
        1..3 | ForEach-Object -ThrottleLimit 3 -Parallel {
            $semaphore = $using:semaphore
            foreach ($i in 1..3000) { if (-not $semaphore.TryWait(60000)) { throw 'a wake was lost' }; $semaphore.Release() }
        }

        $programs | ForEach-Object { (Wait-TestProgram $_).ExitCode } | Should -Be @(0, 0, 0)
        ($semaphore.Count, $semaphore.Waiters) | Should -Be @(2, 0)
    }

    It 'loses the permit of a program that is killed, and takes one that is given instead' {
        $semaphore = New-SharedSemaphore $Name -InitialCount 1
        $holder = Start-Helper $Program 'hold', "/$Name", '0' -Ready
        Wait-Condition { $semaphore.Count -eq 0 } | Should -BeTrue
        Stop-Helper $holder
        Wait-SharedSemaphore $semaphore -Timeout 0.3 | Should -BeFalse
        Unlock-SharedSemaphore $semaphore
        Wait-SharedSemaphore $semaphore -Timeout 0 | Should -BeTrue
    }
}

Describe 'System V semaphores shared with a C program (needs a C compiler)' -Skip:(Test-Missing cc) -Tag Linux {
    BeforeAll {
        $script:Program = Build-TestProgram $SystemV
    }

    BeforeEach {
        $script:Key = '0x{0:X8}' -f (Get-Random -Minimum 0x40000000 -Maximum 0x7FFFFFFF)
    }

    AfterEach {
        Remove-SharedSemaphore -Key $Key -ErrorAction SilentlyContinue
    }

    It 'opens what C has created, and C what is created here' {
        $null = Wait-TestProgram (Start-TestProgram $Program 'create', $Key, '7')
        (New-SharedSemaphore -Key $Key -Mode Open).Counts | Should -Be @(7, 8)
        Remove-SharedSemaphore -Key $Key
        $null = New-SharedSemaphore -Key $Key -InitialCount 9
        (Wait-TestProgram (Start-TestProgram $Program 'post', $Key, '1')).StdOut | Should -Be "open`n10"
    }

    It 'is woken by C, and wakes it' {
        $set = New-SharedSemaphore -Key $Key -InitialCount 0
        $waiter = Start-TestProgram $Program 'wait', $Key, '3'
        Wait-Condition { $set.Waiters -eq 1 } | Should -BeTrue
        Unlock-SharedSemaphore $set -Count 4
        (Wait-TestProgram $waiter).StdOut | Should -Be "open`n1"

        # What it has taken with SEM_UNDO is back now that it has ended.
        $set.Count | Should -Be 4
        $set.TryWait(0, 4) | Should -BeTrue
        $call = Start-StoppableCall 'Wait-SharedSemaphore $Set' @{ Set = $set }
        Wait-Condition { $set.Waiters -eq 1 } | Should -BeTrue
        $null = Wait-TestProgram (Start-TestProgram $Program 'post', $Key, '1')
        $call.Result.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
        $call.Shell.Dispose()
    }

    It 'gets the permits of a PowerShell back that is killed, and keeps those that one has given' {
        $set = New-SharedSemaphore -Key $Key -InitialCount 5
        $child = Start-ChildPwsh -ArgumentList $Key {
            param($Key)
            $set = New-SharedSemaphore -Key $Key
            $null = Wait-SharedSemaphore $set -Count 3
            $set.Release(2)
            $set.Release(4)
            $set.TryWait(0, 2)
            Start-Sleep 60
        }
        try {
            # 5 - 3 + 2 + 4 - 2: of the 6 given 3 were taken before, and 2 are held at the end.
            Wait-Condition { $set.Count -eq 6 } -TimeoutSeconds 60 | Should -BeTrue
            $child.Process.Kill()
            Wait-Condition { $set.Count -eq 8 } | Should -BeTrue
        }
        finally {
            Stop-TestProgram $child
        }
    }

    It 'keeps a permit that was given as a signal when the giver ends' {
        $set = New-SharedSemaphore -Key $Key -InitialCount 0
        (Invoke-ChildPwsh -Fresh -ArgumentList $Key { param($Key) Unlock-SharedSemaphore -Key $Key -Count 2 }).StdErr | Should -BeNullOrEmpty
        $set.Count | Should -Be 2
    }

    It 'does not hang on a set that ipcrm removes (needs ipcrm)' -Skip:(Test-Missing ipcrm) {
        $set = New-SharedSemaphore -Key $Key -InitialCount 0
        $call = Start-StoppableCall 'try { Wait-SharedSemaphore $Set -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }' @{ Set = $set }
        Wait-Condition { $set.Waiters -eq 1 } | Should -BeTrue
        ipcrm -s $set.Id
        $call.Shell.EndInvoke($call.Result) | Should -BeExactly 'ObjectRemoved,MmapModule.Commands.WaitSharedSemaphoreCommand'
        $call.Shell.Dispose()
    }
}

Describe 'POSIX semaphores shared with Python (needs python3)' -Skip:(Test-Missing python3) -Tag Linux {
    It 'takes, gives and waits together with _multiprocessing.SemLock' {
        $name = Get-SharedName
        $semaphore = New-SharedSemaphore $name -InitialCount 1
        try {
            # _rebuild opens by name what exists; 1 is the kind that counts.
            $script = 'import sys, _multiprocessing as m; s = m.SemLock._rebuild(0, 1, 2147483647, "/" + sys.argv[1]); print(s._get_value(), flush=True); print(s.acquire(), s.acquire(True, 30), flush=True); s.release(); s.release(); s.release()'
            $python = Start-TestProgram (Get-TestPython) '-c', $script, $name
            Wait-Condition { $semaphore.Waiters -eq 1 } -TimeoutSeconds 30 | Should -BeTrue
            $semaphore.Release()
            $result = Wait-TestProgram $python
            $result.StdErr | Should -BeNullOrEmpty
            $result.StdOut | Should -Be "1`nTrue True"
            ($semaphore.Count, $semaphore.Waiters) | Should -Be @(3, 0)
        }
        finally {
            Remove-SharedSemaphore $name
        }
    }
}
