using System;
using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Removes POSIX shared memory objects by name, and System V segments by key or id.</summary>
[Cmdlet(VerbsCommon.Remove, "SharedMemory", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Remove-SharedMemory.md")]
[OutputType(typeof(void))]
public sealed class RemoveSharedMemoryCommand : SharedMemoryCommand
{
    /// <summary>The names; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SharedMemoryNameCompleter))]
    public string[] Name { get; set; } = [];

    private protected override void ProcessInput()
    {
        IReadOnlyList<string> all = Name.Length > 0 ? SharedMemoryCatalog.Names() : [];
        Array.ForEach(Name, name => ForEach(Find(name, all), Remove));
        FindOthers(Remove, RemoveSegment);
    }

    private void Remove(string name)
    {
        if (ShouldProcess(Actions.SharedMemory(name), Actions.RemoveName))
        {
            SharedMemoryCatalog.Remove(name);
        }
    }

    private void RemoveSegment(SharedMemoryInfo segment)
    {
        if (ShouldProcess(segment.ToString(), Actions.RemoveSegment(segment.AttachCount ?? 0)))
        {
            SharedMemoryCatalog.RemoveSegment(segment.Id!.Value);
        }
    }
}
