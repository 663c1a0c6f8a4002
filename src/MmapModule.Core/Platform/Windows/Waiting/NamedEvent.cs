using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Waiting;

/// <summary>An event of the kernel that processes of this session share by its name. It only ends sleeps early, so nothing depends on it.</summary>
internal sealed class NamedEvent : IDisposable
{
    private readonly SafeWaitHandle _event;

    private NamedEvent(SafeWaitHandle handle) => _event = handle;

    /// <summary>Opens or creates the event for something; null if that is not allowed.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="identity">What it is about.</param>
    /// <param name="wakesAll">Whether it stays set until it is reset, so that all who sleep wake up; otherwise one of them does.</param>
    /// <param name="part">Which part of that; 0 for all of it.</param>
    internal static NamedEvent? TryOpen(string purpose, FileIdentity identity, bool wakesAll, int part = 0)
    {
        string name = FormattableString.Invariant($@"Local\MmapModule.{purpose}.{identity.DeviceMajor:x}.{identity.DeviceMinor:x}.{identity.Inode:x}{(part == 0 ? string.Empty : FormattableString.Invariant($".{part}"))}");
        nint handle = Kernel32.CreateEventW(0, wakesAll ? 1 : 0, 0, name);
        return handle == 0 ? null : new NamedEvent(new SafeWaitHandle(handle, ownsHandle: true));
    }

    /// <summary>Wakes those who sleep; what cannot be done is noticed by their next look.</summary>
    internal void Set() => _ = Kernel32.SetEvent(_event);

    /// <summary>Lets the next sleep begin.</summary>
    internal void Reset() => _ = Kernel32.ResetEvent(_event);

    /// <summary>Sleeps until it is set, but not longer than this.</summary>
    internal void Sleep(int milliseconds) => _ = Kernel32.WaitForSingleObject(_event, (uint)milliseconds);

    /// <inheritdoc/>
    public void Dispose() => _event.Dispose();
}
