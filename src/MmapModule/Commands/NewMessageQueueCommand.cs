using System.IO;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Opens or creates message queues that processes share.</summary>
[Cmdlet(VerbsCommon.New, "MessageQueue", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "New-MessageQueue.md")]
[OutputType(typeof(MessageQueue))]
public sealed class NewMessageQueueCommand : MmapCommand
{
    /// <summary>The names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Whether to open the queue, to create it, or either.</summary>
    [Parameter]
    [Flat]
    public SharedMemoryMode Mode { get; set; } = SharedMemoryMode.OpenOrCreate;

    /// <summary>How many messages a new queue holds.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxMessages { get; set; }

    /// <summary>How many bytes a message of a new queue may have.</summary>
    [Parameter]
    [ByteSize]
    public long? MessageSize { get; set; }

    /// <summary>Who may use a new queue.</summary>
    [Parameter]
    [Permission]
    public UnixFileMode Permission { get; set; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Open a queue although another user owns it.</summary>
    [Parameter]
    public SwitchParameter AllowForeignOwner { get; set; }

    private string Action => Mode switch
    {
        SharedMemoryMode.Open => Actions.OpenSemaphore,
        SharedMemoryMode.Create => Actions.CreateSemaphore,
        _ => Actions.OpenOrCreateSemaphore,
    };

    private protected override void ProcessInput()
    {
        MessageQueueOptions options = new()
        {
            Mode = Mode,
            MaxMessages = MaxMessages,
            MessageSize = MessageSize,
            Permission = Permission,
            AllowForeignOwner = AllowForeignOwner,
        };
        ForEach(Name, name =>
        {
            if (ShouldProcess(Actions.Queue(name), Action))
            {
                WriteObject(MessageQueue.Open(name, options));
            }
        });
    }
}
