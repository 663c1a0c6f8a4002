# Named shared memory exchanged with a program that knows shm_open and mmap, and nothing of this module.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # "create NAME" makes the object; "open NAME" takes what is there. Both pass the shared struct on by its state:
    # 1 the C program has written, 2 PowerShell has answered.
    $Source = @'
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct shared {
    volatile int32_t state;
    uint32_t number;
    double real;
    char text[48];
    int64_t values[4];
};

int main(int argc, char **argv) {
    int create = argc == 3 && strcmp(argv[1], "create") == 0;
    int fd = shm_open(argv[2], O_RDWR | (create ? O_CREAT | O_EXCL : 0), 0600);
    if (fd < 0 || (create && ftruncate(fd, sizeof(struct shared)) != 0)) { perror("shm_open"); return 2; }
    struct stat st;
    if (fstat(fd, &st) != 0) { perror("fstat"); return 2; }
    struct shared *s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (s == MAP_FAILED) { perror("mmap"); return 2; }
    close(fd);
    if (create) {
        s->number = 0x30313233;
        s->real = -2.5;
        strcpy(s->text, "from C");
        for (int i = 0; i < 4; i++) s->values[i] = -1000000000000LL * i;
        __sync_synchronize();
        s->state = 1;
        for (int i = 0; s->state != 2 && i < 60000; i++) nanosleep(&(struct timespec){0, 1000000}, NULL);
        if (s->state != 2) { fprintf(stderr, "no answer\n"); return 3; }
    }
    __sync_synchronize();
    int64_t sum = s->values[0] + s->values[1] + s->values[2] + s->values[3];
    printf("%lld %x %g '%s' %lld\n", (long long)st.st_size, s->number, s->real, s->text, (long long)sum);
    if (!create) { strcpy(s->text, "C was here"); s->number++; s->state = 1; }
    return 0;
}
'@
    $Size = 96
}

Describe 'Named shared memory exchanged with a C program (needs a C compiler)' -Skip:(Test-Missing cc) -Tag Linux {
    BeforeAll {
        # Before glibc 2.34 shm_open was in librt.
        $exchange = Get-TestPath
        $messages = $Source | & (Get-TestCompiler) -x c -O2 -Wall -o $exchange - -lrt 2>&1
        if ($LASTEXITCODE -ne 0) {
            throw "The C program does not compile: $($messages | Out-String)"
        }
    }

    BeforeEach {
        $name = "mmapmodule-test-$([guid]::NewGuid())"
        $program = $map = $null
    }

    AfterEach {
        Stop-TestProgram $program
        ${map}?.Dispose()
        Get-SharedMemory | Where-Object Name -EQ $name | Remove-SharedMemory
    }

    It 'is created here and opened there' {
        $map = New-MemoryMap -Name $name -Mode Create -Size $Size
        Write-MappedRegion $map -Offset 4 -Value ([uint32] 0xCAFE)
        Write-MappedRegion $map -Offset 8 -Value 6.25
        Write-MappedRegion $map -Offset 16 -Value 'from PowerShell' -NullTerminate
        Write-MappedRegion $map -Offset 64 -Value ([long[]] (1, 20, 300, 4000000000000))
        $result = Wait-TestProgram (Start-TestProgram $exchange 'open', "/$name")
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -BeExactly "96 cafe 6.25 'from PowerShell' 4000000000321"
        $map.ReadInt32(0) | Should -Be 1
        $map.ReadUInt32(4) | Should -Be 0xCAFF
        Read-MappedRegion $map -Offset 16 -AsString -NullTerminated | Should -BeExactly 'C was here'
    }

    It 'is created there and opened here' {
        $program = Start-TestProgram $exchange 'create', "/$name"
        Wait-Until { (Get-Item -LiteralPath "/dev/shm/$name" -ErrorAction Ignore).Length -eq $Size } -Program $program
        $map = New-MemoryMap -Name $name -Mode Open
        Wait-Until { $map.ReadInt32(0) -eq 1 } -Program $program
        $map.Length | Should -Be $Size
        Read-MappedRegion $map -Offset 4 -As UInt32 | Should -Be 0x30313233
        Read-MappedRegion $map -Offset 8 -As Double | Should -Be -2.5
        Read-MappedRegion $map -Offset 16 -AsString -NullTerminated | Should -BeExactly 'from C'
        Read-MappedRegion $map -Offset 64 -As Int64 -Count 4 | Should -Be 0, -1000000000000, -2000000000000, -3000000000000
        (Get-SharedMemory -Name $name).ProcessId | Should -Contain $program.Process.Id
        Write-MappedRegion $map -Offset 16 -Value 'answer' -NullTerminate
        Write-MappedRegion $map -Offset 64 -Value ([long[]] (5, 6, 7, 8))
        $map.WriteInt32(0, 2)
        $result = Wait-TestProgram $program
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -BeExactly "96 30313233 -2.5 'answer' 26"
    }

    It 'is not made twice: there is an error here and in C' {
        $map = New-MemoryMap -Name $name -Mode Create -Size $Size
        Get-ErrorId { New-MemoryMap -Name $name -Mode Create -Size $Size } | Should -Be 'SharedMemoryExists,MmapModule.Commands.NewMemoryMapCommand'
        (Wait-TestProgram (Start-TestProgram $exchange 'create', "/$name")).ExitCode | Should -Be 2
    }

    It 'cannot be opened when it is not there, neither here nor in C' {
        Get-ErrorId { New-MemoryMap -Name $name -Mode Open } | Should -Be 'SharedMemoryNotFound,MmapModule.Commands.NewMemoryMapCommand'
        (Wait-TestProgram (Start-TestProgram $exchange 'open', "/$name")).ExitCode | Should -Be 2
    }

    It 'loses its name by Remove-SharedMemory: then C cannot open it, and the map here lives on' {
        $map = New-MemoryMap -Name $name -Size $Size
        Remove-SharedMemory -Name $name
        (Wait-TestProgram (Start-TestProgram $exchange 'open', "/$name")).ExitCode | Should -Be 2
        $map.WriteInt32(0, 7)
        $map.ReadInt32(0) | Should -Be 7
    }
}
