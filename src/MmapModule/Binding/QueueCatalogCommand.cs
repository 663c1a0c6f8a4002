using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Errors;
using MmapModule.Sharing;

namespace MmapModule.Binding;

/// <summary>A cmdlet that picks message queues among those that there are: text may be a wildcard, and an object means the one that it is.</summary>
public abstract class QueueCatalogCommand : SystemVCommand
{
    private protected const string QueueSet = "Queue";

    /// <summary>What New-MessageQueue or Get-MessageQueue has written; the names are taken as they are.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = QueueSet)]
    [ValidateNotNullOrEmpty]
    public object[] Queue { get; set; } = [];

    /// <summary>Calls for each queue that names, objects, keys and ids mean. All names are listed only for wildcards, since not every system lists those of POSIX queues.</summary>
    /// <param name="names">Names and wildcards.</param>
    /// <param name="named">Receives each name, and the kind if an object has said it.</param>
    /// <param name="numbered">Receives each System V queue.</param>
    /// <param name="needsPosix">Whether a list without the POSIX queues is an error.</param>
    private protected void ForEachQueue(string[] names, Action<string, MessageQueueKind?> named, Action<MessageQueueInfo> numbered, bool needsPosix = true)
    {
        IReadOnlyList<string>? all = null;
        MmapException? unlisted = null;
        ForEach(names, name =>
        {
            if (WildcardPattern.ContainsWildcardCharacters(name))
            {
                WildcardPattern pattern = Wildcards.Parse(name, WildcardOptions.None);
                ForEach((all ??= MessageQueueCatalog.Names(error => unlisted = error)).Where(pattern.IsMatch), match => named(match, null));
                if (unlisted is not null && needsPosix)
                {
                    throw unlisted;
                }
            }
            else
            {
                named(ObjectName.Queue(WildcardPattern.Unescape(name)), null);
            }
        });
        ForEach(Queue, item =>
        {
            QueueReference reference = QueueReference.Of(item);
            if (reference.Name is { } name)
            {
                named(ObjectName.Queue(name), reference.Kind);
            }
            else
            {
                numbered(Find(reference.Id!.Value));
            }
        });
        ForEach(Key, key => numbered(MessageQueueCatalog.SystemV().FirstOrDefault(found => found.Key == key) ?? throw LookupErrors.NoQueueKey(key)));
        ForEach(Id, id => numbered(Find(id)));
    }

    private static MessageQueueInfo Find(int id) =>
        MessageQueueCatalog.SystemV().FirstOrDefault(found => found.Id == id) ?? throw LookupErrors.NoQueueId(id);
}
