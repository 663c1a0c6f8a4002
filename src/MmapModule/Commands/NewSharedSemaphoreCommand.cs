using System;
using System.IO;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Opens or creates semaphores that processes share.</summary>
[Cmdlet(VerbsCommon.New, "SharedSemaphore", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "New-SharedSemaphore.md")]
[OutputType(typeof(SharedSemaphore))]
public sealed class NewSharedSemaphoreCommand : SystemVCommand
{
    /// <summary>The names of POSIX semaphores.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SemaphoreNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Whether to open the semaphore, to create it, or either.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Flat]
    public SharedMemoryMode Mode { get; set; } = SharedMemoryMode.OpenOrCreate;

    /// <summary>How many permits a new semaphore has.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = KeySet)]
    [ValidateRange(0, int.MaxValue)]
    public int InitialCount { get; set; } = 1;

    /// <summary>How many semaphores a new System V set has.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [ValidateRange(1, int.MaxValue)]
    public long? Count { get; set; }

    /// <summary>Who may use a new semaphore.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Permission]
    public UnixFileMode Permission { get; set; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Open a semaphore although another user owns it.</summary>
    [Parameter]
    public SwitchParameter AllowForeignOwner { get; set; }

    private protected override void ProcessInput()
    {
        SharedSemaphoreOptions options = new()
        {
            Mode = Mode,
            InitialCount = InitialCount,
            SetSize = (int?)Count,
            Permission = Permission,
            AllowForeignOwner = AllowForeignOwner,
        };
        ForEach(Name, name => Open(Actions.Semaphore(name), () => SharedSemaphore.Open(name, options)));
        ForEach(Key, key => Open(Actions.SemaphoreKey(key), () => SharedSemaphore.OpenKey(key, options)));
        ForEach(Id, id => Open(Actions.SemaphoreId(id), () => SharedSemaphore.OpenId(id, options)));
    }

    private string Action => Actions.Open(ParameterSetName == IdSet ? SharedMemoryMode.Open : Mode);

    private void Open(string target, Func<SharedSemaphore> open)
    {
        if (ShouldProcess(target, Action))
        {
            WriteObject(open());
        }
    }
}
