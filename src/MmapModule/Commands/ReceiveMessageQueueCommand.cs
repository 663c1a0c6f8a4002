using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;

namespace MmapModule.Commands;

/// <summary>Receives messages from message queues, and waits for them if there are none.</summary>
[Cmdlet(VerbsCommunications.Receive, "MessageQueue", DefaultParameterSetName = NameSet, HelpUri = HelpLinks.Base + "Receive-MessageQueue.md")]
[OutputType(typeof(byte[]), typeof(string), typeof(object), typeof(QueueMessage))]
public sealed class ReceiveMessageQueueCommand : QueueUseCommand
{
    /// <summary>Whether PowerShell has taken the message that was received last.</summary>
    private bool _isTaken;

    /// <summary>The names of the queues, as they are.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>What New-MessageQueue or Get-MessageQueue has written.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = QueueSet)]
    [ValidateNotNullOrEmpty]
    public object[] Queue { get; set; } = [];

    /// <summary>How many messages.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long Count { get; set; } = 1;

    /// <summary>Go on until Ctrl+C, or until no message has come for the time of -Timeout.</summary>
    [Parameter]
    public SwitchParameter Continuous { get; set; }

    /// <summary>Write text.</summary>
    [Parameter]
    public SwitchParameter AsString { get; set; }

    /// <summary>The encoding of text.</summary>
    [Parameter]
    [Encoding]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNull]
    public Encoding Encoding { get; set; } = TextCodec.Default;

    /// <summary>Write the objects that Send-MessageQueue -AsObject has sent.</summary>
    [Parameter]
    public SwitchParameter AsObject { get; set; }

    /// <summary>From a System V queue: only messages of this type; a negative number means the lowest type up to it, and 0 any.</summary>
    [Parameter]
    public long? Type { get; set; }

    /// <summary>Any type but that of -Type.</summary>
    [Parameter]
    public SwitchParameter Except { get; set; }

    /// <summary>Write the priority and the time, too.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>The longest wait for a message: seconds, or a time span; forever by default.</summary>
    [Parameter]
    [Timeout]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    private protected override void Begin()
    {
        if (AsString && AsObject)
        {
            throw QueueArgumentErrors.Together(nameof(AsString), nameof(AsObject));
        }

        if (Continuous && MyInvocation.BoundParameters.ContainsKey(nameof(Count)))
        {
            throw QueueArgumentErrors.Together(nameof(Continuous), nameof(Count));
        }

        if (Except && Type is null)
        {
            throw QueueArgumentErrors.OnlyWith(nameof(Except), nameof(Type));
        }

        if (!AsString && MyInvocation.BoundParameters.ContainsKey(nameof(Encoding)))
        {
            throw QueueArgumentErrors.OnlyWith(nameof(Encoding), nameof(AsString));
        }
    }

    private protected override void ProcessInput()
    {
        ForEach(Name, Receive);
        ForEach(Queue, Receive);
        ForEach(Key, key => ReceiveAndClose(OpenKey(key)));
        ForEach(Id, id => ReceiveAndClose(OpenId(id)));
    }

    private void Receive(object item)
    {
        QueueReference reference = QueueReference.Of(item);
        if (reference.Live is { } live)
        {
            Receive(live);
        }
        else
        {
            ReceiveAndClose(reference.Open(AllowForeignOwner));
        }
    }

    private void ReceiveAndClose(MessageQueue queue)
    {
        using (queue)
        {
            Receive(queue);
        }
    }

    private void Receive(MessageQueue queue)
    {
        if (AsObject && !AllowForeignOwner && !queue.IsOwn)
        {
            throw QueueArgumentErrors.ForeignObjects(queue.ToString(), queue.Owner);
        }

        for (long left = Continuous ? long.MaxValue : Count; left > 0 && ReceiveOne(queue); left--)
        {
        }
    }

    private bool ReceiveOne(MessageQueue queue)
    {
        if (queue.Receive(Timeout, new MessageChoice(Type ?? 0, Except), out MessageLabel label, Stop) is not { } bytes)
        {
            return false;
        }

        _isTaken = false;
        try
        {
            // What cannot be read is the target of the error, so that it is not lost.
            _ = Try(new QueueMessage(bytes, label, queue.ToString()), Write);
        }
        catch (PipelineStoppedException) when (!_isTaken)
        {
            // Ctrl+C came before the next command could get the message.
            _ = queue.TryPutBack(bytes, label);
            throw;
        }

        return true;
    }

    private void Write(QueueMessage message)
    {
        byte[] bytes = (byte[])message.Value;
        object? value = AsString ? TextCodec.GetString(Encoding, bytes) : AsObject ? ObjectMessage.Read(bytes, message.Queue) : bytes;
        WriteObject(Taken(Detailed ? new QueueMessage(value!, message.Label, message.Queue) : value), enumerateCollection: true);
    }

    /// <summary>One object, and a note that PowerShell has taken it: it does so only when it is not stopping.</summary>
    private IEnumerable<object?> Taken(object? value)
    {
        _isTaken = true;
        yield return value;
    }
}
