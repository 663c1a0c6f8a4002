using System.Collections.Generic;

namespace MmapModule.Completion;

/// <summary>What runs, for completion, which never fails.</summary>
internal static class RunningProcesses
{
    internal static IEnumerable<(int Id, string Name)> All()
    {
        IReadOnlyList<int> ids;
        try
        {
            ids = ProcessMemory.ProcessIds();
        }
        catch (MmapException)
        {
            yield break;
        }

        foreach (int id in ids)
        {
            if (ProcessMemory.NameOf(id) is { } name)
            {
                yield return (id, name);
            }
        }
    }
}
