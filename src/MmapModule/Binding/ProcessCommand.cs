using System;
using System.Collections.Generic;

namespace MmapModule.Binding;

/// <summary>What cmdlets share that look at one process after the other.</summary>
public abstract class ProcessCommand : MmapCommand
{
    internal ProcessCommand()
    {
    }

    /// <summary>Does something for each process, with progress; one that fails is reported, and the next one follows.</summary>
    /// <param name="ids">The ids of the processes.</param>
    /// <param name="activity">What the progress says.</param>
    /// <param name="reportMissing">False if a process that has ended since it was listed is not missed.</param>
    /// <param name="action">What to do.</param>
    private protected void ForEachProcess(IReadOnlyList<int> ids, string activity, bool reportMissing, Action<int> action)
    {
        using ProgressReporter progress = new(this, activity);
        for (int i = 0; i < ids.Count; i++)
        {
            Try(ids[i], id => Handle(id, reportMissing, action));
            progress.UpdateCount(i + 1, ids.Count);
        }
    }

    private void Handle(int id, bool reportMissing, Action<int> action)
    {
        try
        {
            Stop.ThrowIfCancellationRequested();
            action(id);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.PathNotFound && !reportMissing)
        {
            WriteVerbose(error.Message);
        }
    }
}
