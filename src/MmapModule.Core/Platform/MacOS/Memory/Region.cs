namespace MmapModule.Platform.MacOS.Memory;

/// <summary>Addresses with the same attributes, or a gap between them.</summary>
/// <param name="Range">Relative to the address that was asked about.</param>
/// <param name="IsMapped">Whether anything is mapped there.</param>
/// <param name="Protection">What is allowed there.</param>
/// <param name="IsLocked">Whether mlock(2) has locked it.</param>
internal readonly record struct Region(MapRange Range, bool IsMapped, MapProtection Protection, bool IsLocked);
