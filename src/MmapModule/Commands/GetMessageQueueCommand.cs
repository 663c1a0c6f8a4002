using System;
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
    private readonly List<MessageQueueInfo> _numbered = [];

    /// <summary>Only the queues with these names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Only queues of these kinds.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [Flat]
    public MessageQueueKind[] Kind { get; set; } = Enum.GetValues<MessageQueueKind>();

    private protected override void ProcessInput()
    {
        if (ParameterSetName == NameSet && Name.Length == 0)
        {
            if (IsWanted(MessageQueueKind.SystemV))
            {
                _numbered.AddRange(MessageQueueCatalog.SystemV());
            }

            if (IsWanted(MessageQueueKind.Posix))
            {
                // Where they cannot be listed, the others still are.
                Try<object?>(null, _ => _wanted.AddRange(MessageQueueCatalog.Names()));
            }
        }

        ForEachQueue(Name, _wanted.Add, _numbered.Add);
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

        ForEach(_wanted, name => Write(found.TryGetValue(name, out MessageQueueInfo? info) ? info
            : throw (failures.TryGetValue(name, out MmapException? failure) ? failure : LookupErrors.NoQueue(name))));
        _numbered.ForEach(Write);
    }

    private bool IsWanted(MessageQueueKind kind) => Array.IndexOf(Kind, kind) >= 0;

    private void Write(MessageQueueInfo info)
    {
        if (IsWanted(info.Kind))
        {
            WriteObject(info);
        }
    }
}
