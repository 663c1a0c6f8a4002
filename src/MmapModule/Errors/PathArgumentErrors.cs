namespace MmapModule.Errors;

/// <summary>The errors about arguments that name or are files, maps or processes.</summary>
internal static class PathArgumentErrors
{
    private const string GiveFile = "Give the path of a file.";

    internal static MmapException ZeroCharacter(string path) =>
        MapErrors.Invalid("'" + path + "' contains a zero character, which no path can have.", "Give the path without it.", path);

    internal static MmapException Unresolvable(string path, string reason) => MapErrors.Invalid("'" + path + "' cannot be resolved: " + reason, GiveFile, path);

    internal static MmapException OtherProvider(string path, string provider) =>
        MapErrors.Invalid("'" + path + "' is a path of the provider " + provider + ", not of the file system.", GiveFile, path);

    internal static MmapException NoMatch(string path) => NotFound(path, "No file matches '" + path + "'.");

    internal static MmapException NotFound(string path, string message) =>
        new(MmapErrorKind.PathNotFound, message, "Check the spelling of the path; use -LiteralPath if the name contains brackets.") { Path = path };

    /// <summary>Advice that is about the parameters of New-MemoryMap.</summary>
    internal static string WithNewMap(string advice) => "Give a map from New-MemoryMap instead of the path. " + advice;

    /// <summary>Two arguments in the wrong order look like a file that does not exist.</summary>
    internal static string TextFirst(string text) => " '" + text + "' was taken for the text to find: the text comes first, and then the file.";

    internal static MmapException MalformedWildcard(string text) => MapErrors.Invalid(
        "'" + text + "' is not a valid wildcard: a bracket is not closed.",
        "Close the bracket, or write ` before each bracket that is part of the name. Paths from the pipeline and from -LiteralPath are taken literally.",
        text);

    internal static MmapException RegionWithoutFile() =>
        MapErrors.Invalid("The map of this region has no file, so none of it is in the page cache.", "Give a region of a map of a file.");

    internal static MmapException NoSharedMemory(object given) =>
        MapErrors.Invalid("'" + given + "' is not shared memory.", "Give the output of Get-SharedMemory, maps of shared memory, or names.");

    internal static MmapException NoSemaphore(object given) =>
        MapErrors.Invalid("'" + given + "' is not a semaphore.", "Give the output of New-SharedSemaphore or Get-SharedSemaphore, or a name; -Key and -Id for System V sets.");

    internal static MmapException BlockIsNoSemaphore() =>
        MapErrors.Invalid("The script block stands where the semaphore should be.", "Name the semaphore first, and then the block: Use-SharedSemaphore downloads { ... }.");

    internal static MmapException NoDestination(object given) =>
        MapErrors.Invalid("-Destination is of the type " + given.GetType() + ".", "Give a map, a region, or the path of a file.");

    internal static MmapException NoHandle(object? given) =>
        MapErrors.Invalid("'" + given + "' is not an open handle (-Handle).", "Give a SafeHandle, a FileStream, or the number of a descriptor.");

    internal static MmapException MappingWithoutFile(ProcessMapping mapping) =>
        MapErrors.Invalid("The mapping " + mapping + " has no file.", "Add -Snapshot to copy the memory itself.");

    internal static MmapException NoProcess(string reason) =>
        MapErrors.Invalid("The object given to -Process is not a process: " + reason, "Give the output of Get-Process, or ids.");
}
