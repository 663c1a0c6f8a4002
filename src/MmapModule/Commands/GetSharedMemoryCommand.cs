using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;

namespace MmapModule.Commands;

/// <summary>Lists the POSIX shared memory objects of this machine.</summary>
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

    private protected override void ProcessInput()
    {
        IReadOnlyList<string> all = SharedMemoryCatalog.Names();
        bool isNamed = ParameterSetName == SharedMemorySet || Name.Length > 0;
        HashSet<string> wanted = isNamed ? [] : [.. all];
        Array.ForEach(Name, name => wanted.UnionWith(Find(name, all)));
        Array.ForEach(SharedMemory, item => wanted.UnionWith(Find(item, all)));
        foreach (SharedMemoryInfo item in SharedMemoryCatalog.Describe([.. all.Where(wanted.Contains)]))
        {
            WriteObject(item);
        }
    }
}
