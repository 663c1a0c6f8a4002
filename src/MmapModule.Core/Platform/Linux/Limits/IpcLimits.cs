using System;
using System.Collections.Generic;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Proc;
using MmapModule.Platform.Linux.Queues;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>The limits of System V objects and of POSIX message queues. Those that this kernel does not have are left out.</summary>
internal static class IpcLimits
{
    private const string Kernel = "/proc/sys/kernel/";
    private const string Queues = "/proc/sys/fs/mqueue/";
    private const string Segments = "/proc/sysvipc/shm";
    private const string Sets = "/proc/sysvipc/sem";
    private const string Messages = "/proc/sysvipc/msg";

    /// <summary>Where a table has the size of a segment, and the number of semaphores of a set.</summary>
    private const int SizeColumn = 3;

    internal static IReadOnlyList<IpcLimit> All(long pageSize)
    {
        List<IpcLimit> limits = [];
        Add(limits, "kernel.shmmni", Number(Kernel + "shmmni"), Count(Segments), "System V segments.");
        Add(limits, "kernel.shmmax", Number(Kernel + "shmmax"), null, "Bytes in a System V segment.");
        Add(limits, "kernel.shmall", Bytes(Number(Kernel + "shmall"), pageSize), Sum(Segments), "Bytes in all System V segments; the setting counts pages.");
        Add(limits, "kernel.sem 4", Number(Kernel + "sem", 3), Count(Sets), "System V semaphore sets.");
        Add(limits, "kernel.sem 2", Number(Kernel + "sem", 1), Sum(Sets), "Semaphores in all System V sets.");
        Add(limits, "kernel.sem 1", Number(Kernel + "sem"), null, "Semaphores in a System V set.");
        Add(limits, "kernel.msgmni", Number(Kernel + "msgmni"), Count(Messages), "System V message queues.");
        Add(limits, "kernel.msgmnb", Number(Kernel + "msgmnb"), null, "Bytes in a System V message queue.");
        Add(limits, "kernel.msgmax", Number(Kernel + "msgmax"), null, "Bytes in a System V message.");
        Add(limits, "fs.mqueue.queues_max", Number(Queues + "queues_max"), QueueCount(), "POSIX message queues.");
        Add(limits, "fs.mqueue.msg_max", Number(Queues + "msg_max"), null, "Messages in a POSIX message queue; root may have 65536.");
        Add(limits, "fs.mqueue.msgsize_max", Number(Queues + "msgsize_max"), null, "Bytes in a POSIX message; root may have 16777216.");
        Add(limits, "ulimit -q", (long)Math.Min(LinuxLimits.Get(QueueConstants.RLIMIT_MSGQUEUE), MemoryLimits.Unlimited), null, "Bytes that the POSIX message queues of this user may hold.");
        return limits;
    }

    private static void Add(List<IpcLimit> limits, string name, long? limit, long? used, string description)
    {
        if (limit is { } known)
        {
            limits.Add(new IpcLimit { Name = name, Limit = known, Used = used, Description = description });
        }
    }

    /// <summary>A number of a setting; what is larger than 63 bits stands for no limit. Null if there is no such setting.</summary>
    private static long? Number(string path, int index = 0)
    {
        using ProcBuffer buffer = new();
        if (buffer.Load(path) != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> text = buffer.Content;
        for (int i = 0; i < index; i++)
        {
            _ = ProcText.TakeWord(ref text);
        }

        return ProcText.TryTakeNumber(ref text, out long value) ? value : MemoryLimits.Unlimited;
    }

    private static long? Bytes(long? pages, long pageSize) => pages > MemoryLimits.Unlimited / pageSize ? MemoryLimits.Unlimited : pages * pageSize;

    /// <summary>How many objects a table has, whose first line is a heading.</summary>
    private static long? Count(string table) => ProcNumbers.LineCount(table) is { } lines ? Math.Max(lines - 1, 0) : null;

    /// <summary>The sum of a column of a table.</summary>
    private static long? Sum(string table)
    {
        using ProcBuffer buffer = new();
        if (buffer.Load(table) != 0)
        {
            return null;
        }

        long sum = 0;
        ReadOnlySpan<byte> text = buffer.Content;
        _ = ProcText.TryTakeLine(ref text, out _);
        while (ProcText.TryTakeLine(ref text, out ReadOnlySpan<byte> line))
        {
            for (int i = 0; i < SizeColumn; i++)
            {
                _ = ProcText.TakeWord(ref line);
            }

            sum += ProcText.TryTakeNumber(ref line, out long value) ? value : 0;
        }

        return sum;
    }

    private static long? QueueCount()
    {
        try
        {
            return QueueFolder.Names().Count;
        }
        catch (MmapException)
        {
            // This user cannot list them.
            return null;
        }
    }
}
