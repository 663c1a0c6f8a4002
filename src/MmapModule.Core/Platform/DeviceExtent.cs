namespace MmapModule.Platform;

/// <summary>Bytes of a file that are together on its device.</summary>
/// <param name="Range">Which bytes of the file; whole blocks, so it may reach past its end.</param>
/// <param name="Physical">Where on the device, in bytes; null if that is not decided yet or makes no sense.</param>
/// <param name="IsUnwritten">The blocks belong to the file but have not been written: it reads as zeros.</param>
/// <param name="IsShared">Other files have the same blocks.</param>
internal readonly record struct DeviceExtent(MapRange Range, long? Physical, bool IsUnwritten, bool IsShared);
