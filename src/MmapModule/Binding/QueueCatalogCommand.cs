using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Errors;
using MmapModule.Sharing;

namespace MmapModule.Binding;

/// <summary>A cmdlet that picks message queues among those that there are: text may be a wildcard, and an object means the one that it is.</summary>
public abstract class QueueCatalogCommand : MmapCommand
{
    private protected const string NameSet = "Name";
    private protected const string QueueSet = "Queue";

    /// <summary>What New-MessageQueue or Get-MessageQueue has written; the names are taken as they are.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = QueueSet)]
    [ValidateNotNullOrEmpty]
    public object[] Queue { get; set; } = [];

    /// <summary>Calls for each queue that names and objects mean. All queues are listed only for wildcards, since not every system lists them.</summary>
    private protected void ForEachQueue(string[] names, Action<string> action)
    {
        IReadOnlyList<string>? all = null;
        ForEach(names, name =>
        {
            if (WildcardPattern.ContainsWildcardCharacters(name))
            {
                WildcardPattern pattern = Wildcards.Parse(name, WildcardOptions.None);
                ForEach((all ??= MessageQueueCatalog.Names()).Where(pattern.IsMatch), action);
            }
            else
            {
                action(ObjectName.Queue(WildcardPattern.Unescape(name)));
            }
        });
        ForEach(Queue, item => action(ObjectName.Queue(QueueReference.Of(item).Name)));
    }
}
