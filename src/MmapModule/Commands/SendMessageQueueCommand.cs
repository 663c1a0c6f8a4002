using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Sends messages to message queues, and waits for room if they are full.</summary>
[Cmdlet(VerbsCommunications.Send, "MessageQueue", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Send-MessageQueue.md")]
[OutputType(typeof(void))]
public sealed class SendMessageQueueCommand : QueueUseCommand
{
    private readonly List<MessageQueue> _queues = [];
    private readonly List<MessageQueue> _opened = [];
    private readonly List<byte> _gathered = [];

    /// <summary>The names of the queues, as they are.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>What New-MessageQueue or Get-MessageQueue has written.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = QueueSet)]
    [ValidateNotNullOrEmpty]
    public object[] Queue { get; set; } = [];

    // Position 1 in all sets: with 0 in some of them, what is at position 0 of the others could be the message, too.
    /// <summary>The message: text, bytes, or an object.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = QueueSet)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = KeySet)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = IdSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>The encoding of text.</summary>
    [Parameter]
    [Encoding]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNull]
    public Encoding Encoding { get; set; } = TextCodec.Default;

    /// <summary>Send objects of any type, with their properties.</summary>
    [Parameter]
    public SwitchParameter AsObject { get; set; }

    /// <summary>How many levels of properties of an object are sent.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Depth { get; set; } = 2;

    /// <summary>Messages with a higher priority are received first.</summary>
    [Parameter]
    [ValidateRange(0, MessageQueue.HighestPriority)]
    public int Priority { get; set; }

    /// <summary>The type of the message in a System V queue, by which it can be received; 1 by default.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Type { get; set; }

    /// <summary>The longest wait for room: seconds, or a time span; forever by default.</summary>
    [Parameter]
    [Timeout]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _opened.ForEach(static queue => queue.Dispose());
        }

        base.Dispose(disposing);
    }

    /// <summary>Without its queues nothing can be sent, so an error ends the command.</summary>
    private protected override void Begin()
    {
        if (AsObject && MyInvocation.BoundParameters.ContainsKey(nameof(Encoding)))
        {
            throw QueueArgumentErrors.Together(nameof(AsObject), nameof(Encoding));
        }

        if (!AsObject && MyInvocation.BoundParameters.ContainsKey(nameof(Depth)))
        {
            throw QueueArgumentErrors.OnlyWith(nameof(Depth), nameof(AsObject));
        }

        foreach (object item in Name.Concat(Queue))
        {
            Require(item, Open);
        }

        Array.ForEach(Key, item => Require(item, key => Own(OpenKey(key))));
        Array.ForEach(Id, item => Require(item, id => Own(OpenId(id))));
    }

    private protected override void ProcessInput()
    {
        object? value = PlainValue.Of(InputObject);
        if (AsObject)
        {
            Send(ObjectMessage.Write(InputObject, Depth, _queues.Max(static queue => queue.MessageSize), Stop));
        }
        else if (value is byte one)
        {
            // PowerShell splits byte arrays into single bytes, which are put together again.
            _gathered.Add(one);
        }
        else
        {
            SendGathered();
            Send(Bytes(value));
        }
    }

    private protected override void End() => SendGathered();

    private byte[] Bytes(object? value) => value switch
    {
        byte[] bytes => bytes,
        string text => TextCodec.GetBytes(Encoding, text),
        char one => TextCodec.GetBytes(Encoding, one.ToString()),
        object?[] { Length: > 0 } list when Array.TrueForAll(list, static item => PlainValue.Of(item) is byte) => Array.ConvertAll(list, static item => (byte)PlainValue.Of(item)!),
        _ => throw QueueArgumentErrors.NoMessage(value),
    };

    private void Open(object item)
    {
        QueueReference reference = QueueReference.Of(item);
        if (reference.Live is { } live)
        {
            _queues.Add(live);
        }
        else
        {
            Own(reference.Open(AllowForeignOwner));
        }
    }

    private void Own(MessageQueue queue)
    {
        _opened.Add(queue);
        _queues.Add(queue);
    }

    private void SendGathered()
    {
        if (_gathered.Count > 0)
        {
            byte[] message = [.. _gathered];
            _gathered.Clear();
            Send(message);
        }
    }

    private void Send(byte[] message) => ForEach(_queues, queue =>
    {
        if (ShouldProcess(Actions.Queue(queue), Actions.Send(message.Length)))
        {
            if (MyInvocation.BoundParameters.ContainsKey(nameof(Priority)))
            {
                queue.RequirePriorities();
            }

            queue.Send(message, Timeout, new MessageLabel(Priority, Type), Stop);
        }
    });
}
