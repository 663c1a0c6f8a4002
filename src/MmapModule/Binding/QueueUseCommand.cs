using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A cmdlet that sends or receives. What is not open yet is opened for this.</summary>
public abstract class QueueUseCommand : SystemVCommand
{
    private protected const string QueueSet = "Queue";

    /// <summary>Use a queue although another user owns it.</summary>
    [Parameter]
    public SwitchParameter AllowForeignOwner { get; set; }

    /// <summary>Opens a System V queue by its key.</summary>
    private protected MessageQueue OpenKey(int key) =>
        MessageQueue.OpenKey(key, new MessageQueueOptions { Mode = SharedMemoryMode.Open, AllowForeignOwner = AllowForeignOwner });

    /// <summary>Opens a System V queue by its id.</summary>
    private protected MessageQueue OpenId(int id) => new QueueReference(null, null, id).Open(AllowForeignOwner);
}
