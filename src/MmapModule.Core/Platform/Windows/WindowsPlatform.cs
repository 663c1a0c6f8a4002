using System;
using MmapModule.Platform.Windows.Access;

namespace MmapModule.Platform.Windows;

/// <summary>Memory mapping on 64-bit Windows.</summary>
internal sealed partial class WindowsPlatform : IMapPlatform
{
    /// <summary>What addresses and file offsets of views are multiples of; the same on every Windows.</summary>
    internal const int AllocationGranularity = 64 * 1024;

    /// <inheritdoc/>
    public int PageSize => Environment.SystemPageSize;

    /// <inheritdoc/>
    public int Granularity => AllocationGranularity;

    /// <inheritdoc/>
    public StringComparison PathComparison => StringComparison.OrdinalIgnoreCase;

    /// <inheritdoc/>
    public ICopyLayer Copying { get; } = new WindowsCopyLayer();

}
