namespace MmapModule.Platform;

/// <summary>Bytes in a row that are all data, or all in a hole, which reads as zeros.</summary>
internal readonly record struct DataRun(MapRange Range, bool IsHole);
