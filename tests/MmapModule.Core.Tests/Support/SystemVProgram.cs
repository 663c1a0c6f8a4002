using System;
using System.Globalization;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A C program that uses System V message queues and segments as the C library does. It knows them by id.</summary>
internal sealed class SystemVProgram : CProgram
{
    /// <summary>
    /// "send": messages of the types COUNT to 1, each with its type as text. "receive": prints the type and the text of COUNT messages.
    /// "attach": adds COUNT to the number at the beginning of a segment, and prints the size of the segment and what it read before.
    /// </summary>
    private const string Source = """
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/ipc.h>
        #include <sys/msg.h>
        #include <sys/shm.h>

        struct message { long type; char text[64]; };

        int main(int argc, char **argv) {
            int id = atoi(argv[2]);
            long count = atol(argv[3]);
            struct message m;
            if (argv[1][0] == 's')
                for (m.type = count; m.type > 0; m.type--) {
                    int length = sprintf(m.text, "type %ld", m.type);
                    if (msgsnd(id, &m, length, 0) != 0) { perror("msgsnd"); return 2; }
                }
            else if (argv[1][0] == 'r')
                for (long i = 0; i < count; i++) {
                    ssize_t length = msgrcv(id, &m, sizeof m.text, 0, 0);
                    if (length < 0) { perror("msgrcv"); return 3; }
                    printf("%ld %.*s\n", m.type, (int) length, m.text);
                }
            else {
                struct shmid_ds info;
                long *number = shmat(id, NULL, 0);
                if (number == (void *) -1 || shmctl(id, IPC_STAT, &info) != 0) { perror("shmat"); return 4; }
                printf("%lu %ld %lu\n", (unsigned long) info.shm_segsz, *number, (unsigned long) info.shm_nattch);
                *number += count;
            }
            return 0;
        }
        """;

    internal SystemVProgram()
        : base(Source)
    {
    }

    /// <summary>Runs it to its end; what it printed.</summary>
    internal string Run(string what, int id, long count)
    {
        return Output(what, id.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture));
    }
}
