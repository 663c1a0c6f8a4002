using System;
using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Platform.Windows.Semaphores;

/// <summary>
/// The semaphores that this process has created. Windows removes one with its last handle, which would be whenever .NET collects
/// an object that nobody has kept; so they stay open until they are removed by name or the process ends.
/// </summary>
internal static class KeptSemaphores
{
    private static readonly Dictionary<string, SafeWaitHandle> s_kept = new(StringComparer.Ordinal);

    internal static void Add(string fullName, SafeWaitHandle semaphore)
    {
        lock (s_kept)
        {
            if (s_kept.Remove(fullName, out SafeWaitHandle? old))
            {
                old.Dispose();
            }

            s_kept.Add(fullName, semaphore);
        }
    }

    /// <summary>Lets a semaphore go; false if it is not one of these.</summary>
    internal static bool TryRelease(string fullName)
    {
        lock (s_kept)
        {
            if (!s_kept.Remove(fullName, out SafeWaitHandle? semaphore))
            {
                return false;
            }

            semaphore.Dispose();
            return true;
        }
    }
}
