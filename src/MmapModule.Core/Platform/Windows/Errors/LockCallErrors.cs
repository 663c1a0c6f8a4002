namespace MmapModule.Platform.Windows.Errors;

/// <summary>The errors about locks that no function of Windows reports.</summary>
internal static class LockCallErrors
{
    internal static MmapException BadName(string name) => MapErrors.Invalid(
        "'" + name + "' is not a valid name for a lock.",
        @"A name has no backslash, except in Global\ (for all users) or Local\ at its beginning, written exactly so.");

    internal static MmapException ForeignOwner(string name, string owner) => new(
        MmapErrorKind.NotPermitted,
        "The lock '" + name + "' belongs to " + owner + "; anyone can create such a file, so using it requires consent.",
        $"If you trust that user, add {Option.AllowForeignOwner}.");

    internal static MmapException Folder(string path) => new(
        MmapErrorKind.PlatformNotSupported,
        "'" + path + "' is a folder, and Windows locks only files.",
        "Lock a file in it; one that does not exist is created.")
    {
        Path = path,
    };

    internal static MmapException NoStyle(MutexStyle style) => new(
        MmapErrorKind.PlatformNotSupported,
        "Windows has one kind of lock on files, and " + style + " is another.",
        "Omit the style; Flock, which is what you get then, means that one kind here.");
}
