using System;

namespace MmapModule;

/// <summary>The errors about what is to be mapped, and how.</summary>
internal static class MappingErrors
{
    internal static MmapException NoSize(string what) => MapErrors.Invalid(what + " requires a size above 0.", $"Give for example {Option.Size} 1MB.");

    internal static MmapException NotSealable() => MapErrors.Invalid("Only memory files can be sealed.", $"Use {Option.MemoryFile} instead of {Option.Anonymous}.");

    internal static MmapException NoFilePart() => MapErrors.Invalid(
        "Anonymous memory has no file, so no part of one can be mapped.",
        $"Give {Option.Size} instead of {Option.Offset}, {Option.Length} and {Option.FromEnd}; Select-MappedRegion creates views of parts.");

    internal static MmapException SnapshotSize() => MapErrors.Invalid(
        "A snapshot has the size of what it copies.",
        $"Omit {Option.Size}; {Option.Offset} and {Option.Length} select a part of the copy.");

    internal static MmapException PermissionOfNothing() => MapErrors.Invalid(
        "A permission is for shared memory that is created with a name or a key, and nothing like that is created here.",
        $"Omit {Option.Permission}; to create shared memory, give {Option.Size}, and do not give {Option.Mode} Open. An object that exists keeps its permissions.");

    internal static MmapException UndefinedPermission(System.IO.UnixFileMode permission) => MapErrors.Invalid(
        FormattableString.Invariant($"{(int)permission} is not a permission of shared memory: only reading, writing and executing for owner, group and others are."),
        $"Give for example {Option.Permission} 0660.");

    internal static MmapException UnreadableMapping(ProcessMapping mapping) => new(
        MmapErrorKind.RegionProtected,
        FormattableString.Invariant($"Process {mapping.ProcessId} may not read its own mapping {mapping}, so there is nothing to copy."),
        "Choose mappings whose Permissions begin with r.")
    {
        Length = mapping.Size,
    };

    internal static MmapException BadHugePageSize() => MapErrors.Invalid(
        "The huge page size must be a power of two.",
        $"Get-MemoryLimit shows the sizes this machine has; give for example {Option.HugePageSize} 2MB.");

    internal static MmapException UndefinedBit(MapProtection? protection, MapFlags flags) => MapErrors.Invalid(
        FormattableString.Invariant($"The protection {protection} or the flags {flags} contain an undefined bit."),
        $"Use the names for {Option.Protection} and {Option.Flags}: tab completion lists them.");

    internal static MmapException SparseWithoutSize() => MapErrors.Invalid(
        "Growing without allocation requires a size.",
        $"Add {Option.Size}, or omit {Option.Sparse}.");

    internal static MmapException FixedAddress(long unit) => MapErrors.Invalid(
        "The flags Fixed and FixedNoReplace require an address at which a map can begin.",
        FormattableString.Invariant($"Give an {Option.Address} that is a multiple of {unit} (0x{unit:X})."));

    internal static MmapException NoAllocation(string subject, string? path) => MapErrors.Invalid(
        "The file system of " + subject + " cannot allocate space in advance.",
        $"Add {Option.Sparse} to make the file longer without allocating.",
        path);

    internal static MmapException NoLength(string? path) => MapErrors.Invalid(
        "'" + path + "' is a character device, which has no length of its own.",
        $"Say how much to map with {Option.Length} (and {Option.Offset}).",
        path);

    internal static MmapException Endless(string path) => MapErrors.Invalid(
        "'" + path + "' is a character device, which may never end.",
        $"Say how much to copy with {Option.Length}.",
        path);

    internal static MmapException ZeroCharacter(string path) => MapErrors.Invalid(
        "'" + path.Replace("\0", "\u2400", StringComparison.Ordinal) + "' contains a zero character (NUL), which no path can have.",
        "Give the path without it; in PowerShell `0 in double quotes is that character.",
        path);

    internal static MmapException BadSharedName(string name) => MapErrors.Invalid(
        "'" + name + "' is not a valid name for shared memory.",
        "A name has 1 to 255 bytes and no slash, except that it may begin with one.");

    internal static MmapException AsyncSync() => MapErrors.Invalid(
        "An asynchronous write-back can neither be durable nor invalidate other copies.",
        $"Omit {Option.Async} to wait until the data is on the device.");
}
