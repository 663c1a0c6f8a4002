using System;

namespace MmapModule.Search;

/// <summary>A file to search, or what is wrong with it or a folder already.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Error">What is wrong; null if it can be searched.</param>
internal readonly record struct SearchedFile(string Path, Exception? Error);
