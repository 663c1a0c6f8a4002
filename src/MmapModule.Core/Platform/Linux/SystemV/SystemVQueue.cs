using System.Collections.Generic;

namespace MmapModule.Platform.Linux.SystemV;

/// <summary>A line of the kernel's list of System V message queues.</summary>
internal readonly record struct SystemVQueue(int Key, int Id, uint Mode, uint OwnerId)
{
    internal long Bytes { get; init; }

    internal long Messages { get; init; }

    /// <summary>The process that sent the last message; 0 if none has.</summary>
    internal int LastSender { get; init; }

    /// <summary>The process that received the last message; 0 if none has.</summary>
    internal int LastReceiver { get; init; }

    /// <summary>All queues in the order of their ids.</summary>
    internal static List<SystemVQueue> All() => SystemVTable.Queues.Read().ConvertAll(Of);

    /// <summary>The queue with an id; null if the list does not have it.</summary>
    internal static SystemVQueue? Find(int id) => SystemVTable.Queues.Find(id) is { } line ? Of(line) : null;

    private static SystemVQueue Of(long[] line) => new((int)line[0], (int)line[1], (uint)line[2], (uint)line[7])
    {
        Bytes = line[3],
        Messages = line[4],
        LastSender = (int)line[5],
        LastReceiver = (int)line[6],
    };
}
