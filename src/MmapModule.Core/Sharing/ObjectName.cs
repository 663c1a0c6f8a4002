using System;
using System.Text;

namespace MmapModule.Sharing;

/// <summary>The rules for names that processes share: shm_overview(7), sem_overview(7) and mq_overview(7).</summary>
internal static class ObjectName
{
    /// <summary>How many bytes the name of a file may have.</summary>
    private const int MaxBytes = 255;

    /// <summary>Four less: C libraries put "sem." before the name.</summary>
    private const int MaxSemaphoreBytes = MaxBytes - 4;

    /// <summary>The name of shared memory without the leading slash; throws if it is not a valid name.</summary>
    internal static string SharedMemory(string name) => Plain(name, MaxBytes) ?? throw MappingErrors.BadSharedName(name);

    /// <summary>The same for a semaphore.</summary>
    internal static string Semaphore(string name) => Plain(name, MaxSemaphoreBytes) ?? throw SemaphoreErrors.BadName(name);

    /// <summary>The same for a message queue.</summary>
    internal static string Queue(string name) => Plain(name, MaxBytes) ?? throw QueueErrors.BadName(name);

    private static string? Plain(string name, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = name.StartsWith('/') ? name[1..] : name;
        bool isName = plain.Length > 0 && plain is not ("." or "..") && !plain.Contains('/') && !plain.Contains('\0');
        return isName && Encoding.UTF8.GetByteCount(plain) <= maxBytes ? plain : null;
    }
}
