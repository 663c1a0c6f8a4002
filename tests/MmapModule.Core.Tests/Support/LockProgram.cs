using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A C program that locks a file as such programs do: flock(2), or fcntl(2) as lockf(3).</summary>
internal sealed class LockProgram : CProgram
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdio.h>
        #include <string.h>
        #include <sys/file.h>
        #include <unistd.h>

        int main(int argc, char **argv) {
            int fd = open(argv[3], O_RDWR | O_CREAT, 0600);
            int isFlock = strcmp(argv[2], "flock") == 0, shared = strstr(argv[1], "shared") != NULL, isTry = strstr(argv[1], "try") != NULL;
            struct flock all = { .l_type = shared ? F_RDLCK : F_WRLCK, .l_whence = SEEK_SET };
            if (fd < 0) { perror("open"); return 2; }
            int failed = isFlock ? flock(fd, (shared ? LOCK_SH : LOCK_EX) | (isTry ? LOCK_NB : 0)) : fcntl(fd, isTry ? F_SETLK : F_SETLKW, &all);
            printf("%s\n", failed ? "busy" : "locked");
            fflush(stdout);
            if (!isTry) pause();
            return failed != 0;
        }
        """;

    internal LockProgram()
        : base(Source)
    {
    }

    /// <summary>Whether it gets the lock at once.</summary>
    internal bool CanLock(MutexStyle style, string path, bool shared = false) =>
        ProcessRunner.Run(Path, shared ? "try-shared" : "try", Word(style), path).Succeeded;

    /// <summary>Starts one that locks and keeps the lock until it is ended, and waits until it has it.</summary>
    internal Process Hold(MutexStyle style, string path, bool shared = false)
    {
        Process process = Start(style, path, shared);
        Assert.Equal("locked", process.StandardOutput.ReadLine());
        return process;
    }

    /// <summary>The same without waiting for it.</summary>
    internal Process Start(MutexStyle style, string path, bool shared = false) =>
        ProcessRunner.Start(Path, null, shared ? "hold-shared" : "hold", Word(style), path);

    /// <summary>Ends one by SIGKILL.</summary>
    internal static void Kill(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static string Word(MutexStyle style) => style == MutexStyle.Flock ? "flock" : "fcntl";
}
