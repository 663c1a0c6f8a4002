using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that takes or returns permits. What is not open yet is opened for this, and closed again.</summary>
public abstract class SemaphoreUseCommand : SemaphoreCommand
{
    /// <summary>The names of POSIX semaphores, taken literally.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SemaphoreNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>How many permits.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public long Count { get; set; } = 1;

    /// <summary>Which semaphore of a System V set.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Index { get; set; }

    /// <summary>Use a semaphore although another user owns it.</summary>
    [Parameter]
    public SwitchParameter AllowForeignOwner { get; set; }

    private protected int Permits => (int)Count;

    private protected sealed override void ProcessInput()
    {
        SharedSemaphoreOptions options = new() { Mode = SharedMemoryMode.Open, AllowForeignOwner = AllowForeignOwner };
        ForEach(Name, name => Use(SharedSemaphore.Open(name, options), name));
        ForEach(Key, key => Use(SharedSemaphore.OpenKey(key, options), key));
        ForEach(Id, id => Use(SharedSemaphore.OpenId(id, options), id));
        ForEach(Semaphore, item =>
        {
            SemaphoreReference reference = SemaphoreReference.Of(item);
            if (reference.Live is { } live)
            {
                Act(live, live);
            }
            else
            {
                Use(reference.Name is { } name ? SharedSemaphore.Open(name, options) : SharedSemaphore.OpenId(reference.Id!.Value, options), item);
            }
        });
    }

    /// <summary>Does the work with one semaphore.</summary>
    /// <param name="semaphore">The open semaphore.</param>
    /// <param name="given">What the user gave for it.</param>
    private protected abstract void Act(SharedSemaphore semaphore, object given);

    private void Use(SharedSemaphore semaphore, object given)
    {
        using (semaphore)
        {
            Act(semaphore, given);
        }
    }
}
