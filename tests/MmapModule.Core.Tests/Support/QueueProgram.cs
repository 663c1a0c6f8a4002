using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A C program that uses message queues as the C library does.</summary>
internal sealed class QueueProgram : CProgram
{
    /// <summary>
    /// "send": COUNT messages, each of a number and 48 bytes that follow from it, with the number as priority if COUNT is small.
    /// "receive": prints the length, priority and number of COUNT messages. "flood": sends for ever, from the number COUNT on.
    /// "swallow": receives for ever, and says the number of each message before it takes the next one.
    /// </summary>
    private const string Source = """
        #include <fcntl.h>
        #include <mqueue.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>

        struct message { unsigned long number; unsigned char rest[48]; };

        static int check(struct message *m) {
            for (int i = 0; i < 48; i++) if (m->rest[i] != (unsigned char) (m->number * 31 + i)) return 0;
            return 1;
        }

        static void fill(struct message *m, unsigned long number) {
            m->number = number;
            for (int i = 0; i < 48; i++) m->rest[i] = (unsigned char) (number * 31 + i);
        }

        int main(int argc, char **argv) {
            unsigned long count = strtoul(argv[3], NULL, 10);
            struct message m;
            char buffer[4096];
            mqd_t q = mq_open(argv[2], O_RDWR);
            if (q == (mqd_t) -1) { perror("mq_open"); return 2; }
            printf("open\n");
            fflush(stdout);
            if (argv[1][0] == 's' && argv[1][1] == 'e')
                for (unsigned long i = 0; i < count; i++) { fill(&m, i); if (mq_send(q, (char *) &m, sizeof m, i) != 0) { perror("mq_send"); return 3; } }
            else if (argv[1][0] == 'f')
                for (unsigned long i = count; ; i++) { fill(&m, i); if (mq_send(q, (char *) &m, sizeof m, 0) != 0) { perror("mq_send"); return 3; } }
            else
                for (unsigned long i = 0; i < count || argv[1][0] == 's'; i++) {
                    unsigned priority;
                    long length = mq_receive(q, buffer, sizeof buffer, &priority);
                    if (length < 0) { perror("mq_receive"); return 4; }
                    memcpy(&m, buffer, sizeof m);
                    if (argv[1][0] == 's') printf("%lu %d\n", m.number, length == sizeof m && check(&m));
                    else printf("%ld %u %.*s\n", length, priority, (int) length, buffer);
                    fflush(stdout);
                }
            return 0;
        }
        """;

    internal QueueProgram()
        : base(Source, "gcc", "-lrt")
    {
    }

    /// <summary>Runs it to its end; what it printed after it had opened the queue.</summary>
    internal string Run(string what, string name, long count)
    {
        return Output(what, "/" + name, count.ToString(CultureInfo.InvariantCulture))["open\n".Length..];
    }

    /// <summary>Starts it, and returns when it has opened the queue.</summary>
    internal Process Start(string what, string name, long count)
    {
        Process process = ProcessRunner.Start(Path, null, what, "/" + name, count.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("open", process.StandardOutput.ReadLine());
        return process;
    }

    /// <summary>The number of a message of this program; null if it is torn.</summary>
    internal static long? NumberOf(byte[] message)
    {
        if (message.Length != 56)
        {
            return null;
        }

        long number = BitConverter.ToInt64(message);
        for (int i = 0; i < 48; i++)
        {
            if (message[8 + i] != (byte)((number * 31) + i))
            {
                return null;
            }
        }

        return number;
    }

    /// <summary>A message as this program sends it.</summary>
    internal static byte[] Message(long number)
    {
        byte[] message = new byte[56];
        BitConverter.TryWriteBytes(message, number);
        for (int i = 0; i < 48; i++)
        {
            message[8 + i] = (byte)((number * 31) + i);
        }

        return message;
    }
}
