using System;
using System.Text;

namespace MmapModule;

/// <summary>The rules for names of POSIX message queues, see mq_overview(7).</summary>
internal static class QueueName
{
    private const int MaxBytes = 255;

    /// <summary>The name without the leading slash; throws if it is not a valid name.</summary>
    internal static string Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = name.StartsWith('/') ? name[1..] : name;
        if (plain.Length == 0 || plain is "." or ".." || plain.Contains('/') || plain.Contains('\0') || Encoding.UTF8.GetByteCount(plain) > MaxBytes)
        {
            throw QueueErrors.BadName(name);
        }

        return plain;
    }
}
