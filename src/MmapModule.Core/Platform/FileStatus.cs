using System;

namespace MmapModule.Platform;

/// <summary>What stat(2) says about a file.</summary>
internal readonly record struct FileStatus(
    BackingType Type,
    long Size,
    FileIdentity Identity,
    uint OwnerId,
    uint GroupId,
    uint Mode,
    uint LinkCount,
    DateTime LastWriteTimeUtc);
