using System;
using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Removes POSIX semaphores by name, and System V semaphore sets.</summary>
[Cmdlet(VerbsCommon.Remove, "SharedSemaphore", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Remove-SharedSemaphore.md")]
[OutputType(typeof(void))]
public sealed class RemoveSharedSemaphoreCommand : SemaphoreCatalogCommand
{
    /// <summary>The names; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SemaphoreNameCompleter))]
    public string[] Name { get; set; } = [];

    private protected override void ProcessInput()
    {
        IReadOnlyList<string> all = Name.Length > 0 ? SharedSemaphoreCatalog.Names() : [];
        Array.ForEach(Name, name => ForEach(FindNames(name, all), Remove));
        FindOthers(Remove, RemoveSet);
    }

    private void Remove(string name)
    {
        if (ShouldProcess(Actions.Semaphore(name), Actions.RemoveSemaphore))
        {
            SharedSemaphoreCatalog.Remove(name);
        }
    }

    private void RemoveSet(SharedSemaphoreInfo set)
    {
        if (ShouldProcess(set.ToString(), Actions.RemoveSemaphoreSet))
        {
            SharedSemaphoreCatalog.RemoveSet(set.Id!.Value);
        }
    }
}
