using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows.Watching;

/// <summary>Tells that something has changed in a folder, but not what. What happens between two sleeps ends the next one.</summary>
internal sealed class ChangeNotification : SafeHandleZeroOrMinusOneIsInvalid
{
    private ChangeNotification(nint handle)
        : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>Begins to watch a folder; null if that is not possible.</summary>
    internal static ChangeNotification? TryOpen(string folder, uint filter)
    {
        nint handle = Kernel32.FindFirstChangeNotificationW(FilePath.Native(folder), 0, filter);
        return handle == FileConstants.INVALID_HANDLE_VALUE ? null : new ChangeNotification(handle);
    }

    /// <summary>Sleeps until something changes, but not longer than this; false if that is not possible any more.</summary>
    internal bool TrySleep(int milliseconds)
    {
        using HeldFile held = new(this);
        using SafeWaitHandle wait = new(handle, ownsHandle: false);
        return Kernel32.WaitForSingleObject(wait, (uint)milliseconds) switch
        {
            ObjectConstants.WAIT_OBJECT_0 => Kernel32.FindNextChangeNotification(handle) != 0,
            ObjectConstants.WAIT_TIMEOUT => true,
            _ => false,
        };
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.FindCloseChangeNotification(handle) != 0;
}
