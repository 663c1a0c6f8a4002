namespace MmapModule.Interop.Linux;

/// <summary>Constants of inotify(7).</summary>
internal static class InotifyConstants
{
    internal const int IN_NONBLOCK = 0x800;
    internal const int IN_CLOEXEC = 0x80000;

    internal const uint IN_MODIFY = 0x2;
    internal const uint IN_ATTRIB = 0x4;
    internal const uint IN_MOVED_FROM = 0x40;
    internal const uint IN_MOVED_TO = 0x80;
    internal const uint IN_CREATE = 0x100;
    internal const uint IN_DELETE = 0x200;
    internal const uint IN_DELETE_SELF = 0x400;
    internal const uint IN_MOVE_SELF = 0x800;

    /// <summary>How long the fixed part of struct inotify_event is; the name follows.</summary>
    internal const int HeaderSize = 16;
}
