using System.Collections.Generic;

namespace MmapModule.Platform;

/// <summary>As many extents as the system tells at once.</summary>
/// <param name="Extents">The extents; between them are holes.</param>
/// <param name="IsLast">No further ones follow.</param>
internal sealed record ExtentBatch(IReadOnlyList<DeviceExtent> Extents, bool IsLast);
