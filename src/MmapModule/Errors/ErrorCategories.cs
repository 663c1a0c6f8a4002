using System.Management.Automation;

namespace MmapModule.Errors;

/// <summary>The PowerShell category of every error id.</summary>
internal static class ErrorCategories
{
    internal static ErrorCategory Of(MmapException error) => error.Kind switch
    {
        MmapErrorKind.PathNotFound
            or MmapErrorKind.NoSuchRange
            or MmapErrorKind.SharedMemoryNotFound
            or MmapErrorKind.SemaphoreNotFound
            or MmapErrorKind.KeyNotFound
            or MmapErrorKind.QueueNotFound
            or MmapErrorKind.MapNotFound => ErrorCategory.ObjectNotFound,
        MmapErrorKind.AccessDenied
            or MmapErrorKind.NotPermitted
            or MmapErrorKind.NoExecMount
            or MmapErrorKind.Sealed
            or MmapErrorKind.LowAddress => ErrorCategory.PermissionDenied,
        MmapErrorKind.NotMappable
            or MmapErrorKind.ObjectRemoved
            or MmapErrorKind.LockNotHeld
            or MmapErrorKind.MapDisposed => ErrorCategory.InvalidOperation,
        MmapErrorKind.OutOfMemory
            or MmapErrorKind.HugePagesUnavailable
            or MmapErrorKind.RangeNotMapped
            or MmapErrorKind.NoSpace => ErrorCategory.ResourceUnavailable,
        MmapErrorKind.MapCountLimit
            or MmapErrorKind.MemoryLockLimit
            or MmapErrorKind.FileDescriptorLimit
            or MmapErrorKind.QueueLimit
            or MmapErrorKind.SemaphoreOverflow => ErrorCategory.LimitsExceeded,
        MmapErrorKind.FileLocked
            or MmapErrorKind.FileMapped
            or MmapErrorKind.TextFileBusy
            or MmapErrorKind.RegionLocked
            or MmapErrorKind.SealBusy
            or MmapErrorKind.LockTimeout
            or MmapErrorKind.QueueTimeout => ErrorCategory.ResourceBusy,
        MmapErrorKind.AddressInUse
            or MmapErrorKind.SharedMemoryExists
            or MmapErrorKind.FileExists
            or MmapErrorKind.SemaphoreExists
            or MmapErrorKind.QueueExists => ErrorCategory.ResourceExists,
        MmapErrorKind.FlagNotSupported
            or MmapErrorKind.QueueListUnavailable
            or MmapErrorKind.PlatformNotSupported => ErrorCategory.NotImplemented,
        MmapErrorKind.SemaphoreInvalid
            or MmapErrorKind.QueueInvalid
            or MmapErrorKind.MagicMismatch
            or MmapErrorKind.RecordInvalid => ErrorCategory.InvalidData,
        MmapErrorKind.CommandFailed => ErrorCategory.InvalidResult,
        MmapErrorKind.WritebackFailed => ErrorCategory.WriteError,
        MmapErrorKind.RegionTruncated
            or MmapErrorKind.RegionProtected
            or MmapErrorKind.RegionFault => error.IsWrite ? ErrorCategory.WriteError : ErrorCategory.ReadError,
        _ => ErrorCategory.InvalidArgument,
    };
}
