namespace MmapModule.Platform;

/// <summary>What a folder says of one of its entries.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is, without following a link; null where it has to be looked at.</param>
internal readonly record struct FolderEntry(string Name, BackingType? Type);
