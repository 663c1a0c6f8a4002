using System;
using System.Collections.Generic;
using System.Text;

namespace MmapModule;

/// <summary>The defaults of a definition, for what it does not say itself.</summary>
public sealed record MappedStructOptions
{
    /// <summary>Most significant byte first, where a type has neither le nor be.</summary>
    public bool BigEndian { get; init; }

    /// <summary>The encoding of char fields; UTF-8 by default.</summary>
    public Encoding Encoding { get; init; } = TextCodec.Default;

    /// <summary>
    /// The largest boundary in bytes that fields are put on, as in C: 1 (the default) for no padding, 8 for what a C
    /// compiler does on 64-bit Linux. A power of two up to 16.
    /// </summary>
    public int Pack { get; init; } = 1;

    /// <summary>Layouts that the definition may use by name, whatever the case of the letters.</summary>
    public IReadOnlyDictionary<string, MappedStruct> Structs { get; init; } = new Dictionary<string, MappedStruct>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds layouts that are made only when they are used; null if there are none.</summary>
    internal Func<string, MappedStruct?>? Resolver { get; init; }
}
