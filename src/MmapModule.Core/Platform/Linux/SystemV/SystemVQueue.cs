using System.Collections.Generic;
using System.Linq;

namespace MmapModule.Platform.Linux.SystemV;

/// <summary>A line of the kernel's list of System V message queues.</summary>
internal readonly record struct SystemVQueue(int Key, int Id, uint Mode, uint OwnerId)
{
    private const int Columns = 8;

    internal long Bytes { get; init; }

    internal long Messages { get; init; }

    /// <summary>The process that sent the last message; 0 if none has.</summary>
    internal int LastSender { get; init; }

    /// <summary>The process that received the last message; 0 if none has.</summary>
    internal int LastReceiver { get; init; }

    /// <summary>All queues in the order of their ids.</summary>
    internal static IReadOnlyList<SystemVQueue> All() => [.. SystemVTable.Read(SystemVTable.Queues, Columns).Select(Of).OrderBy(static queue => queue.Id)];

    /// <summary>The queue with an id; null if the list does not have it.</summary>
    internal static SystemVQueue? Find(int id)
    {
        foreach (long[] line in SystemVTable.Read(SystemVTable.Queues, Columns))
        {
            if (line[1] == id)
            {
                return Of(line);
            }
        }

        return null;
    }

    private static SystemVQueue Of(long[] line) => new((int)line[0], (int)line[1], (uint)line[2], (uint)line[7])
    {
        Bytes = line[3],
        Messages = line[4],
        LastSender = (int)line[5],
        LastReceiver = (int)line[6],
    };
}
