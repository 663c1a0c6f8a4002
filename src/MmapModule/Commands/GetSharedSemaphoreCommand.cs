using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;

namespace MmapModule.Commands;

/// <summary>Lists the semaphores of this machine that processes share.</summary>
[Cmdlet(VerbsCommon.Get, "SharedSemaphore", DefaultParameterSetName = NameSet, HelpUri = HelpLinks.Base + "Get-SharedSemaphore.md")]
[OutputType(typeof(SharedSemaphoreInfo))]
public sealed class GetSharedSemaphoreCommand : SemaphoreCatalogCommand
{
    /// <summary>Only the semaphores with these names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SemaphoreNameCompleter))]
    public string[] Name { get; set; } = [];

    private protected override void ProcessInput()
    {
        IReadOnlyList<string> all = ParameterSetName == NameSet ? SharedSemaphoreCatalog.Names() : [];
        bool isAll = ParameterSetName == NameSet && Name.Length == 0;
        HashSet<string> wanted = isAll ? [.. all] : [];
        List<SharedSemaphoreInfo> sets = isAll ? [.. SharedSemaphoreCatalog.Sets()] : [];
        Array.ForEach(Name, name => wanted.UnionWith(FindNames(name, all)));
        FindOthers(name => wanted.Add(name), sets.Add);
        foreach (SharedSemaphoreInfo info in SharedSemaphoreCatalog.Describe([.. wanted.Order(StringComparer.Ordinal)]).Concat(sets))
        {
            WriteObject(info);
        }
    }
}
