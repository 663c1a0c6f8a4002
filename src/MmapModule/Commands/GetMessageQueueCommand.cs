using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;

namespace MmapModule.Commands;

/// <summary>Lists the message queues of this machine, and who has them open.</summary>
[Cmdlet(VerbsCommon.Get, "MessageQueue", DefaultParameterSetName = NameSet, HelpUri = HelpLinks.Base + "Get-MessageQueue.md")]
[OutputType(typeof(MessageQueueInfo))]
public sealed class GetMessageQueueCommand : QueueCatalogCommand
{
    private readonly List<string> _wanted = [];

    /// <summary>Only the queues with these names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Name { get; set; } = [];

    private protected override void ProcessInput()
    {
        if (ParameterSetName == NameSet && Name.Length == 0)
        {
            _wanted.AddRange(MessageQueueCatalog.Names());
        }

        ForEachQueue(Name, _wanted.Add);
    }

    /// <summary>All processes are looked at once for all queues.</summary>
    private protected override void End()
    {
        Dictionary<string, MmapException> failures = [];
        Dictionary<string, MessageQueueInfo> found = [];
        foreach (MessageQueueInfo info in MessageQueueCatalog.Describe(new HashSet<string>(_wanted), (name, error) => failures[name] = error))
        {
            found[info.Name!] = info;
        }

        ForEach(_wanted, name => WriteObject(found.TryGetValue(name, out MessageQueueInfo? info) ? info
            : throw (failures.TryGetValue(name, out MmapException? failure) ? failure : LookupErrors.NoQueue(name))));
    }
}
