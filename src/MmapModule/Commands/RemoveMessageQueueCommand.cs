using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Removes message queues by name, and System V queues by key or id.</summary>
[Cmdlet(VerbsCommon.Remove, "MessageQueue", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Remove-MessageQueue.md")]
[OutputType(typeof(void))]
public sealed class RemoveMessageQueueCommand : QueueCatalogCommand
{
    /// <summary>The names; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Name { get; set; } = [];

    private protected override void ProcessInput() => ForEachQueue(Name, Remove, Remove);

    private void Remove(string name, MessageQueueKind? kind)
    {
        if (ShouldProcess(Actions.Queue(name), Actions.RemoveQueue))
        {
            MessageQueueCatalog.Remove(name, kind);
        }
    }

    private void Remove(MessageQueueInfo queue)
    {
        if (ShouldProcess(queue.ToString(), Actions.RemoveSystemVQueue))
        {
            MessageQueueCatalog.RemoveId(queue.Id!.Value);
        }
    }
}
