using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A C program that uses one POSIX semaphore as the C library does.</summary>
internal sealed class SemaphoreProgram : CProgram
{
    private const string Source = """
        #include <fcntl.h>
        #include <semaphore.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>

        int main(int argc, char **argv) {
            int count = atoi(argv[3]), value = -1;
            sem_t *s = strcmp(argv[1], "create") == 0 ? sem_open(argv[2], O_CREAT | O_EXCL, 0600, count) : sem_open(argv[2], 0);
            if (s == SEM_FAILED) { perror("sem_open"); return 2; }
            for (int i = 0; i < count; i++) {
                if ((argv[1][0] == 'w' || argv[1][0] == 'b') && sem_wait(s) != 0) { perror("sem_wait"); return 3; }
                if ((argv[1][0] == 'p' || argv[1][0] == 'b') && sem_post(s) != 0) { perror("sem_post"); return 4; }
            }
            sem_getvalue(s, &value);
            printf("%d\n", value);
            return 0;
        }
        """;

    /// <param name="compiler">gcc, or musl-gcc.</param>
    internal SemaphoreProgram(string compiler)
        : base(Source, compiler, "-lpthread", "-lrt")
    {
    }

    /// <summary>Runs it: create, wait, post, or both in turns; the value at the end.</summary>
    internal int Run(string what, string name, int count)
    {
        return int.Parse(Output(what, "/" + name, count.ToString(System.Globalization.CultureInfo.InvariantCulture)), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Starts it and does not wait.</summary>
    internal Process Start(string what, string name, int count) =>
        ProcessRunner.Start(Path, null, what, "/" + name, count.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
