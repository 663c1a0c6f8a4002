using System;
using System.Collections.Generic;
using System.Linq;
using MmapModule.Errors;
using MmapModule.Sharing;

namespace MmapModule.Binding;

/// <summary>A cmdlet that picks semaphores among those that exist: text may be a wildcard, and an object means the one that it is.</summary>
public abstract class SemaphoreCatalogCommand : SemaphoreCommand
{
    private static readonly NameFinder s_finder = new(ObjectName.Semaphore, LookupErrors.NoSemaphore);

    /// <summary>The existing names that a name or wildcard means; what is wrong with it has been reported.</summary>
    private protected HashSet<string> FindNames(string name, IReadOnlyList<string> all)
    {
        HashSet<string> matches = [];
        Try(name, text => s_finder.AddMatches(text, all, matches));
        return matches;
    }

    /// <summary>Looks up what is not given by a name that may be a wildcard.</summary>
    /// <param name="named">Receives the names of objects.</param>
    /// <param name="set">Receives the sets that objects, keys and ids mean.</param>
    private protected void FindOthers(Action<string> named, Action<SharedSemaphoreInfo> set)
    {
        ForEach(Semaphore, item =>
        {
            SemaphoreReference reference = SemaphoreReference.Of(item);
            if (reference.Name is { } name)
            {
                HashSet<string> matches = [];
                s_finder.AddLiteral(name, SharedSemaphoreCatalog.Names(), matches);
                named(matches.Single());
            }
            else
            {
                set(FindSet(reference.Id!.Value));
            }
        });
        ForEach(Key, key => set(SharedSemaphoreCatalog.Sets().FirstOrDefault(found => found.Key == key) ?? throw LookupErrors.NoSemaphoreKey(key)));
        ForEach(Id, id => set(FindSet(id)));
    }

    private static SharedSemaphoreInfo FindSet(int id) =>
        SharedSemaphoreCatalog.Sets().FirstOrDefault(found => found.Id == id) ?? throw LookupErrors.NoSemaphoreSet(id);
}
