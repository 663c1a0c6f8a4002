using MmapModule.Interop.MacOS;

namespace MmapModule.Platform.MacOS.Errors;

/// <summary>The errors about memory with a name, which has rules of its own.</summary>
internal static class SharedMemoryErrors
{
    /// <summary>What an error number means for memory with a name; null if it means the same as elsewhere, or if it is about something else.</summary>
    internal static (MmapErrorKind Kind, string Message, string Action)? Explain(int errno, NativeFailure failure) => (errno, failure.SharedName) switch
    {
        (_, null) => null,
        (Errno.ENOENT, _) => (
            MmapErrorKind.SharedMemoryNotFound,
            "There is no " + failure.Subject + ".",
            $"Give {Option.Size} (and {Option.Mode} OpenOrCreate or Create) to create it."),
        (Errno.EEXIST, _) => (
            MmapErrorKind.SharedMemoryExists,
            "Shared memory named '" + failure.SharedName + "' already exists.",
            $"Use {Option.Mode} Open or OpenOrCreate, another name, or remove it with Remove-SharedMemory."),
        (Errno.ENAMETOOLONG, string name) => (MmapErrorKind.InvalidArgument, TooLong(name), TooLongAdvice),
        _ => null,
    };

    internal static MmapException NameTooLong(string name) => MapErrors.Invalid(TooLong(name), TooLongAdvice);

    internal static MmapException ForeignOwner(string name, string owner) => new(
        MmapErrorKind.NotPermitted,
        "Shared memory '" + name + "' belongs to " + owner + "; anyone can create such an object, so opening it requires consent.",
        $"If you trust that user, add {Option.AllowForeignOwner}.");

    internal static MmapException NoSize() => MapErrors.Invalid(
        "Shared memory gets its size on macOS once, when it is created, and that must not be 0.",
        $"Give a {Option.Size} of at least 1.");

    internal static MmapException FixedSize(long length, long size) => MapErrors.Invalid(
        System.FormattableString.Invariant($"Shared memory has the size with which it was created ({length} bytes): macOS cannot change it to {size} bytes."),
        $"Omit {Option.Size}, or create new memory under another name; memory files ({Option.MemoryFile}) can become longer.");

    internal static MmapException NoPermission() => MapPlatform.NotSupported(
        "Giving shared memory permissions that the umask takes away",
        $"Omit {Option.Permission}, or set another umask before starting pwsh.");

    internal static MmapException NoPrivate() => MapPlatform.NotSupported(
        "A private map of shared memory",
        $"Omit {Option.Private}, or copy the bytes into a map of your own.");

    internal static MmapException NoList() => MapPlatform.NotSupported(
        "Listing shared memory",
        "macOS keeps no list of it: give the name.");

    private static string TooLongAdvice => "Choose a name of at most 30 bytes; a slash before it counts as one more.";

    private static string TooLong(string name) => "The name '" + name + "' is too long: shared memory has names of at most 31 bytes on macOS, with the slash before it.";
}
