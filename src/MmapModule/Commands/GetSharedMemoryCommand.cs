using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;

namespace MmapModule.Commands;

/// <summary>Lists the POSIX shared memory objects and System V segments of this machine.</summary>
[Cmdlet(VerbsCommon.Get, "SharedMemory", DefaultParameterSetName = NameSet, HelpUri = HelpLinks.Base + "Get-SharedMemory.md")]
[OutputType(typeof(SharedMemoryInfo))]
public sealed class GetSharedMemoryCommand : SharedMemoryCommand
{
    /// <summary>Only the objects with these names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SharedMemoryNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>What to list: objects with a name, System V segments, or both. Scripts that remove what is listed rely on the default.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [Flat]
    public SharedMemoryKind[] Kind { get; set; } = [SharedMemoryKind.Posix];

    private protected override void ProcessInput()
    {
        bool isAll = ParameterSetName == NameSet && Name.Length == 0;
        IReadOnlyList<string> all = ParameterSetName == NameSet && IsWanted(SharedMemoryKind.Posix) ? SharedMemoryCatalog.Names() : [];
        HashSet<string> wanted = isAll ? [.. all] : [];
        List<SharedMemoryInfo> segments = isAll && IsWanted(SharedMemoryKind.SystemV) ? [.. SharedMemoryCatalog.Segments()] : [];
        Array.ForEach(Name, name => wanted.UnionWith(Find(name, all)));
        FindOthers(name => wanted.Add(name), segments.Add);
        foreach (SharedMemoryInfo item in SharedMemoryCatalog.Describe([.. wanted.Order(StringComparer.Ordinal)]).Concat(segments))
        {
            WriteObject(item);
        }
    }

    private bool IsWanted(SharedMemoryKind kind) => Array.IndexOf(Kind, kind) >= 0;
}
