namespace MmapModule.Platform;

/// <summary>What was done to a file when the engine, and not the system, found that bytes are missing.</summary>
internal enum FileStep
{
    /// <summary><see cref="IFiles.PunchHole"/>.</summary>
    PunchHole,

    /// <summary><see cref="IMapPlatform.Sync"/>.</summary>
    Sync,

    /// <summary><see cref="IFiles.StartWriteback"/>.</summary>
    StartWriteback,
}
