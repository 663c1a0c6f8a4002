using System.Collections.Generic;

namespace MmapModule.Pictures;

/// <summary>What is written into a picture.</summary>
internal sealed record PictureWords(
    string Title, string Subtitle, string Vertical, string Horizontal, IReadOnlyList<string> Legend, string Highlighted);
