using System;
using System.Threading;

namespace MmapModule;

/// <summary>A layout that comes with the module.</summary>
internal sealed class ReadyStruct
{
    private readonly Lazy<MappedStruct> _layout;

    /// <param name="name">Its name.</param>
    /// <param name="source">The document that it is made from.</param>
    /// <param name="definition">Its definition, which says everything: pasted into New-MappedStruct it gives the same layout.</param>
    internal ReadyStruct(string name, string source, string definition)
    {
        Name = name;
        Source = source;
        _layout = new Lazy<MappedStruct>(
            () =>
            {
                MappedStruct layout = new DefinitionParser(definition, new MappedStructOptions()).Parse(name);
                layout.Definition = definition;
                layout.Source = source;
                return layout;
            },
            LazyThreadSafetyMode.ExecutionAndPublication);
    }

    internal string Name { get; }

    /// <summary>The document that the layout is made from.</summary>
    internal string Source { get; }

    /// <summary>The layout, which is made when it is used for the first time.</summary>
    internal MappedStruct Layout => _layout.Value;
}
