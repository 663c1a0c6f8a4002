namespace MmapModule.Platform.Linux.Proc;

/// <summary>Whether an entry is wanted, decided before anything is allocated for it.</summary>
internal delegate bool MapsLineFilter(in MapsLine line);
