using System;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;

namespace MmapModule.Lifetime;

/// <summary>The runspaces that have the module. A runspace that ends says nothing, so each is asked whether it is still there.</summary>
internal sealed class ModuleUsers
{
    private readonly object _lock = new();
    private readonly List<WeakReference<Runspace>> _runspaces = [];

    internal void Add(Runspace? runspace)
    {
        if (runspace is null)
        {
            return;
        }

        lock (_lock)
        {
            Forget(runspace);
            _runspaces.Add(new WeakReference<Runspace>(runspace));
        }
    }

    /// <summary>Takes a runspace off the list; true if nobody else has the module.</summary>
    internal bool Remove(Runspace? runspace)
    {
        lock (_lock)
        {
            Forget(runspace);
            return _runspaces.Count == 0;
        }
    }

    /// <summary>Takes off a runspace and all that have ended.</summary>
    private void Forget(Runspace? runspace) =>
        _runspaces.RemoveAll(entry => !entry.TryGetTarget(out Runspace? other) || other == runspace || HasEnded(other));

    private static bool HasEnded(Runspace runspace) =>
        runspace.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Closing or RunspaceState.Broken;
}
