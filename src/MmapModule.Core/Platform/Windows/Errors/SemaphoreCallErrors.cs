using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Errors;

/// <summary>What codes mean for semaphores; the rest is the translator's.</summary>
internal static class SemaphoreCallErrors
{
    /// <param name="code">Of GetLastError.</param>
    /// <param name="call">The function.</param>
    /// <param name="name">The name of the semaphore.</param>
    internal static MmapException Translate(int code, string call, string name)
    {
        (MmapErrorKind Kind, string Message, string Action)? known = code switch
        {
            Win32Error.ERROR_FILE_NOT_FOUND or Win32Error.ERROR_PATH_NOT_FOUND => (
                MmapErrorKind.SemaphoreNotFound,
                "There is no semaphore named '" + name + "'.",
                "It exists as long as a process has it open. Create it with New-SharedSemaphore."),
            Win32Error.ERROR_ALREADY_EXISTS => (
                MmapErrorKind.SemaphoreExists,
                "A semaphore named '" + name + "' already exists.",
                $"Use {Option.Mode} Open or OpenOrCreate, or another name; it goes when its last user closes it."),
            Win32Error.ERROR_INVALID_HANDLE => (
                MmapErrorKind.SemaphoreInvalid,
                "The name '" + name + "' belongs to something else than a semaphore: Windows keeps memory, events, mutexes and semaphores under the same names.",
                "Use another name."),
            _ => null,
        };
        return known is { } found
            ? new MmapException(found.Kind, found.Message, found.Action) { ErrnoName = Win32Error.Name(code), NativeCall = call }
            : WindowsErrors.Translate(code, new NativeFailure { Call = call, What = "the semaphore '" + name + "'" });
    }

    internal static MmapException BadName(string name) => MapErrors.Invalid(
        "'" + name + "' is not a valid name for a semaphore.",
        @"A name has no backslash, except in Global\ (for all sessions) or Local\ at its beginning, written exactly so.");

    internal static MmapException ForeignOwner(string name, string owner) => new(
        MmapErrorKind.NotPermitted,
        "The semaphore '" + name + "' belongs to " + owner + "; anyone can create such an object, so opening it requires consent.",
        $"If you trust that user, add {Option.AllowForeignOwner}.");

    internal static MmapException CannotRemove(string name) => new(
        MmapErrorKind.PlatformNotSupported,
        "Windows cannot remove the name '" + name + "' while other processes have the semaphore open.",
        "It goes when the last of them closes it or ends; the process that created it can also let it go by Remove-SharedSemaphore.");
}
