using System.Collections.Generic;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>
/// What a user gives instead of a map: paths, files, ids of maps, or several of them. Nothing is opened while PowerShell binds
/// parameters, where an error would end the whole command; each is opened when its turn comes.
/// </summary>
internal sealed class NamedInput : MappedMemory
{
    internal NamedInput(IReadOnlyList<object> items) => Items = items;

    /// <summary>Texts are patterns, numbers are ids; the others are a <see cref="LiteralFile"/>, a map or a region.</summary>
    internal IReadOnlyList<object> Items { get; }

    /// <inheritdoc/>
    public override long Length => 0;

    /// <inheritdoc/>
    public override ulong Address => 0;

    internal override MemoryMap Owner => throw new System.NotSupportedException("Nothing has been opened yet.");

    internal override long Start => 0;

    /// <summary>The open map with an id.</summary>
    /// <exception cref="MmapException">MapNotFound.</exception>
    internal static MemoryMap MapWith(int id) => MapRegistry.Find(id) ?? throw LookupErrors.NoMapId(id);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Items);
}
