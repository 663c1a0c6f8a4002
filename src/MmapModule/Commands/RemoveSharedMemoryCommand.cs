using System;
using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;

namespace MmapModule.Commands;

/// <summary>Removes POSIX shared memory objects by name.</summary>
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

    /// <summary>Removes the objects.</summary>
    protected override void ProcessRecord()
    {
        IReadOnlyList<string> all;
        try
        {
            all = SharedMemoryCatalog.Names();
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, null);
            return;
        }

        foreach (string name in Name)
        {
            RemoveAll(Find(name, all));
        }

        foreach (object item in SharedMemory)
        {
            RemoveAll(Find(item, all));
        }
    }

    private void RemoveAll(HashSet<string> names)
    {
        foreach (string name in names)
        {
            Remove(name);
        }
    }

    private void Remove(string name)
    {
        if (!ShouldProcess("shared memory '" + name + "'", "Remove the name; processes that map it keep their maps"))
        {
            return;
        }

        try
        {
            SharedMemoryCatalog.Remove(name);
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, name);
        }
    }
}
