using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;
using MmapModule.Sharing;

namespace MmapModule.Commands;

/// <summary>Shows who holds locks on files.</summary>
[Cmdlet(VerbsCommon.Get, "SharedMutex", DefaultParameterSetName = NameSet, HelpUri = HelpLinks.Base + "Get-SharedMutex.md")]
[OutputType(typeof(SharedMutexInfo))]
public sealed class GetSharedMutexCommand : LockedFileCommand
{
    private const string NameSet = "Name";

    private static readonly NameFinder s_finder = new(ObjectName.SharedMemory, LookupErrors.NoMutex);

    /// <summary>Only the locks with these names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MutexNameCompleter))]
    public string[] Name { get; set; } = [];

    private protected override void ProcessInput()
    {
        List<string> paths = ParameterSetName == NameSet ? [.. FindNames().Select(SharedMutexCatalog.PathOf)] : [];
        ForEachPath(paths.AddRange);
        WriteObject(SharedMutexCatalog.Describe(paths, (path, error) => Report(error, path)), enumerateCollection: true);
    }

    private IEnumerable<string> FindNames()
    {
        IReadOnlyList<string> all = SharedMutexCatalog.Names();
        HashSet<string> wanted = Name.Length == 0 ? [.. all] : [];
        ForEach(Name, name => s_finder.AddMatches(name, all, wanted));
        return wanted.Order(StringComparer.Ordinal);
    }
}
