using System.Collections.Generic;
using MmapModule.Platform.Linux.SystemV;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>A line of the kernel's list of System V semaphore sets.</summary>
internal readonly record struct SystemVSet(int Key, int Id, uint Mode, int Size, uint OwnerId)
{
    /// <summary>All sets in the order of their ids.</summary>
    internal static List<SystemVSet> All() => SystemVTable.Semaphores.Read().ConvertAll(Of);

    /// <summary>The set with an id; null if the list does not have it.</summary>
    internal static SystemVSet? Find(int id) => SystemVTable.Semaphores.Find(id) is { } line ? Of(line) : null;

    internal static SystemVSet Of(long[] line) => new((int)line[0], (int)line[1], (uint)line[2], (int)line[3], (uint)line[4]);
}
