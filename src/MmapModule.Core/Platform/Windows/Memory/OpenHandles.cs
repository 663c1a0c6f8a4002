using System;
using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Platform.Windows.Memory;

/// <summary>The named memory and the queues that this process has open. Windows does not tell which other processes have them open.</summary>
internal static class OpenHandles
{
    private static readonly List<(string Name, WeakReference<SafeFileHandle> Handle)> s_open = [];

    internal static void Add(string fullName, SafeFileHandle handle)
    {
        lock (s_open)
        {
            s_open.RemoveAll(static entry => !IsOpen(entry.Handle));
            s_open.Add((fullName, new WeakReference<SafeFileHandle>(handle)));
        }
    }

    internal static bool Contains(string fullName)
    {
        lock (s_open)
        {
            return s_open.Exists(entry => entry.Name == fullName && IsOpen(entry.Handle));
        }
    }

    private static bool IsOpen(WeakReference<SafeFileHandle> handle) => handle.TryGetTarget(out SafeFileHandle? open) && !open.IsClosed;
}
