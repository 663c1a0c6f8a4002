using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Objects as messages: CLIXML in UTF-8.</summary>
internal static class ObjectMessage
{
    /// <param name="value">The object.</param>
    /// <param name="depth">How many levels of properties.</param>
    /// <param name="limit">The longest message that any of its queues takes, in bytes.</param>
    /// <param name="stop">Ends it with OperationCanceledException.</param>
    /// <exception cref="MmapException">MessageTooLong.</exception>
    internal static byte[] Write(object? value, int depth, long limit, CancellationToken stop) =>
        ObjectSerializer.Write(value, depth, limit, stop) ?? throw QueueArgumentErrors.ObjectTooLong(limit, depth);

    /// <summary>What comes out has properties and no methods of its own.</summary>
    /// <remarks>
    /// PowerShell makes live objects of some types, by converters that the runspace of the thread knows. A thread of the pool
    /// has no runspace, so nothing but properties can come of a message, and no code runs.
    /// </remarks>
    /// <exception cref="MmapException">InvalidArgument: it is no such message.</exception>
    internal static object? Read(byte[] message, string queue)
    {
        try
        {
            return Task.Run(() => PSSerializer.Deserialize(TextCodec.Default.GetString(message))).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw QueueArgumentErrors.NoObject(queue, error.Message);
        }
    }
}
