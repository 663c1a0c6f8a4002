using System;
using System.Collections.Generic;
using System.Linq;
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
    private readonly List<(string Name, MessageQueueKind? Kind)> _wanted = [];
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

            // Where POSIX queues cannot be listed, the others still are.
            foreach (string name in MessageQueueCatalog.Names(error => Try<object?>(null, _ => Report(error))))
            {
                Want(name, null);
            }
        }

        ForEachQueue(Name, Want, _numbered.Add, IsWanted(MessageQueueKind.Posix));
    }

    /// <summary>All processes are looked at once for all queues.</summary>
    private protected override void End()
    {
        Dictionary<string, MmapException> failures = [];
        HashSet<string> names = [.. _wanted.Select(static wanted => wanted.Name)];
        ILookup<string, MessageQueueInfo> found = MessageQueueCatalog.Describe(names, (name, error) => failures[name] = error).ToLookup(static info => info.Name!);
        foreach ((string wanted, MessageQueueKind? kind) in _wanted)
        {
            _ = Try(wanted, name =>
            {
                List<MessageQueueInfo> queues = [.. found[name].Where(info => kind is null || info.Kind == kind)];
                queues.ForEach(Write);
                if (queues.Count == 0)
                {
                    throw failures.TryGetValue(name, out MmapException? failure) ? failure : LookupErrors.NoQueue(name);
                }
            });
        }

        _numbered.ForEach(Write);
    }

    private void Want(string name, MessageQueueKind? kind) => _wanted.Add((name, kind));

    private void Report(MmapException unlisted)
    {
        if (IsWanted(MessageQueueKind.Posix))
        {
            throw unlisted;
        }
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
