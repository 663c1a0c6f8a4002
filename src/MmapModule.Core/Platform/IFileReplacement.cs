using System;

namespace MmapModule.Platform;

/// <summary>A new file that is filled and then takes the place of an old one. Disposing of it removes what has not taken its place.</summary>
internal interface IFileReplacement : IDisposable
{
    /// <summary>What is to be filled.</summary>
    MapBacking File { get; }

    /// <summary>Puts the new file in the place of the old one.</summary>
    /// <returns>False, and nothing changed, if the system does not let it.</returns>
    bool TryCommit();
}
