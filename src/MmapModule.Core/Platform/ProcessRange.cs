namespace MmapModule.Platform;

/// <summary>A range of the memory of a process.</summary>
/// <param name="Address">Where it starts.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct ProcessRange(ulong Address, long Length);
