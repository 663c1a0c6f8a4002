namespace MmapModule.Platform.Windows.Errors;

/// <summary>The errors about shared memory that no function of Windows reports.</summary>
internal static class SectionErrors
{
    internal static MmapException BadName(string name) => MapErrors.Invalid(
        "'" + name + "' is not a valid name for shared memory.",
        @"A name has no backslash, except in Global\ (for all sessions) or Local\ at its beginning, written exactly so.");

    internal static MmapException ForeignOwner(string name, string owner) => new(
        MmapErrorKind.NotPermitted,
        "Shared memory '" + name + "' belongs to " + owner + "; anyone can create such an object, so opening it requires consent.",
        $"If you trust that user, add {Option.AllowForeignOwner}.");

    internal static MmapException NoPermission() => new(
        MmapErrorKind.PlatformNotSupported,
        "Windows has access control lists instead of such permissions.",
        $"Omit {Option.Permission}: a new object can be used by its owner and the system, which is what 0600 means elsewhere.");

    internal static MmapException Empty() => MapErrors.Invalid(
        "Windows has no shared memory without bytes.",
        $"Give a {Option.Size} of at least 1.");

    internal static MmapException CannotRemove(string name) => new(
        MmapErrorKind.PlatformNotSupported,
        "Windows cannot remove the name '" + name + "' while the memory is open in a process.",
        "Remove its maps (Remove-MemoryMap) in all processes: it goes with the last of them.");

    internal static MmapException NoSegments() => new(
        MmapErrorKind.PlatformNotSupported,
        "Windows has no System V objects, which have a key and an id.",
        "Use a name instead.");
}
