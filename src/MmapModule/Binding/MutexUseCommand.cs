using System;
using System.Management.Automation;
using MmapModule.Texts;

namespace MmapModule.Binding;

/// <summary>A cmdlet that takes locks.</summary>
public abstract class MutexUseCommand : MutexCommand
{
    /// <summary>Share the lock with others who do so.</summary>
    [Parameter]
    public SwitchParameter Shared { get; set; }

    /// <summary>The kind of lock on the file.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Flat]
    public MutexStyle Style { get; set; }

    /// <summary>The longest wait: seconds, or a time span; forever by default.</summary>
    [Parameter]
    [Timeout]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Use a lock with a name although another user owns it.</summary>
    [Parameter(ParameterSetName = NameSet)]
    public SwitchParameter AllowForeignOwner { get; set; }

    private protected sealed override void ProcessInput()
    {
        ForEach(Name, name => Act(SharedMutexCatalog.PathOf(name), () => SharedMutex.Open(name, AllowForeignOwner)));
        if (ParameterSetName != NameSet)
        {
            ForEachFile(path => Act(path, () => SharedMutex.OpenFile(path, Style)));
        }
    }

    /// <summary>Does the work with one lock.</summary>
    /// <param name="path">The file, for questions.</param>
    /// <param name="open">Opens or creates it.</param>
    private protected abstract void Act(string path, Func<SharedMutex> open);

    /// <summary>Takes the lock. The file is closed when the lock is released.</summary>
    private protected MutexHold Take(Func<SharedMutex> open)
    {
        using SharedMutex mutex = open();
        MutexHold hold = mutex.Lock(Timeout, Shared, Stop);
        try
        {
            if (hold.OwnerDied)
            {
                WriteWarning(Notices.OwnerDied(hold.Path));
            }

            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }
}
