using System;
using System.IO;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Opens or creates message queues that processes share.</summary>
[Cmdlet(VerbsCommon.New, "MessageQueue", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "New-MessageQueue.md")]
[OutputType(typeof(MessageQueue))]
public sealed class NewMessageQueueCommand : SystemVCommand
{
    /// <summary>The names of POSIX queues and of shared queues.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Whether to open the queue, to create it, or either.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Flat]
    public SharedMemoryMode Mode { get; set; } = SharedMemoryMode.OpenOrCreate;

    /// <summary>How many messages a new queue holds.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxMessages { get; set; }

    /// <summary>How many bytes a message of a new queue may have.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? MessageSize { get; set; }

    /// <summary>How many bytes a new shared queue holds.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Capacity { get; set; }

    /// <summary>Who may use a new queue.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Permission]
    public UnixFileMode Permission { get; set; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Open a queue although another user owns it.</summary>
    [Parameter]
    public SwitchParameter AllowForeignOwner { get; set; }

    private string Action => Actions.Open(ParameterSetName == IdSet ? SharedMemoryMode.Open : Mode);

    private protected override void ProcessInput()
    {
        MessageQueueOptions options = new()
        {
            Mode = Mode,
            MaxMessages = MaxMessages,
            MessageSize = MessageSize,
            Capacity = Capacity,
            Permission = Permission,
            AllowForeignOwner = AllowForeignOwner,
        };
        ForEach(Name, name => Open(Actions.Queue(name), () => MessageQueue.Open(name, options)));
        ForEach(Key, key => Open(Actions.QueueKey(key), () => MessageQueue.OpenKey(key, options)));
        ForEach(Id, id => Open(Actions.QueueId(id), () => MessageQueue.OpenId(id, options)));
    }

    private void Open(string target, Func<MessageQueue> open)
    {
        if (ShouldProcess(target, Action))
        {
            WriteObject(open());
        }
    }
}
