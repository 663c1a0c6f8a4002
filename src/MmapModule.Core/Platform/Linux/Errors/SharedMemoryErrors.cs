namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors about shared memory that no system call reports.</summary>
internal static class SharedMemoryErrors
{
    internal static MmapException ForeignOwner(string name, string owner) => new(
        MmapErrorKind.NotPermitted,
        "Shared memory '" + name + "' belongs to the user " + owner + "; anyone can create such an object, so opening it requires consent.",
        $"If you trust that user, add {Option.AllowForeignOwner}.");
}
