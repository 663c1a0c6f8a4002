namespace MmapModule.Measuring;

/// <summary>A part of what is measured: a hole, some whole blocks, or bytes of a single block.</summary>
internal readonly record struct MeasuredPart(MapRange Range, bool IsHole);
