using System;
using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Xml;

namespace MmapModule.Binding;

/// <summary>
/// CLIXML as Export-Clixml writes it, but it can be stopped, and ends as soon as there is too much of it: an object may lead to
/// others without end.
/// </summary>
/// <remarks>PowerShell has no public way to stop it. Where the class that Export-Clixml uses is missing, PSSerializer does it all at once.</remarks>
internal static class ObjectSerializer
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Type? s_type = typeof(PSObject).Assembly.GetType("System.Management.Automation.Serializer");
    private static readonly ConstructorInfo? s_create = s_type?.GetConstructor(Hidden, [typeof(XmlWriter), typeof(int), typeof(bool)]);
    private static readonly MethodInfo? s_serialize = s_type?.GetMethod("Serialize", Hidden, [typeof(object)]);
    private static readonly MethodInfo? s_done = s_type?.GetMethod("Done", Hidden, []);
    private static readonly MethodInfo? s_stop = s_type?.GetMethod("Stop", Hidden, []);

    /// <summary>Whether this PowerShell has what can be stopped.</summary>
    internal static bool CanStop { get; } = s_create is not null && s_serialize is not null && s_done is not null && s_stop is not null;

    /// <summary>The text of an object in UTF-8; null if it is longer than allowed.</summary>
    /// <param name="value">The object.</param>
    /// <param name="depth">How many levels of properties.</param>
    /// <param name="limit">The longest text, in bytes.</param>
    /// <param name="stop">Ends it with OperationCanceledException.</param>
    internal static byte[]? Write(object? value, int depth, long limit, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (!CanStop)
        {
            byte[] all = Encoding.UTF8.GetBytes(PSSerializer.Serialize(value, depth));
            return all.LongLength > limit ? null : all;
        }

        using LimitedStream text = new(limit, stop);
        using XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true });
        object serializer = s_create!.Invoke([writer, depth, true]);
        try
        {
            using (stop.Register(() => s_stop!.Invoke(serializer, null)))
            {
                Call(s_serialize!, serializer, value);
            }

            Call(s_done!, serializer);
            writer.Flush();
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        catch (Exception) when (text.IsFull)
        {
            // PowerShell may have given it another type on its way.
            return null;
        }

        return text.ToArray();
    }

    private static void Call(MethodInfo method, object instance, params object?[] arguments) =>
        method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>Memory that takes so many bytes and no more.</summary>
    private sealed class LimitedStream(long limit, CancellationToken stop) : MemoryStream
    {
        internal bool IsFull { get; private set; }

        // The other overload comes here, since this is a derived class.
        public override void Write(byte[] buffer, int offset, int count)
        {
            stop.ThrowIfCancellationRequested();
            IsFull |= Length + count > Math.Min(limit, Array.MaxLength);
            if (IsFull)
            {
                throw new IOException();
            }

            base.Write(buffer, offset, count);
        }
    }
}
