using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>Layouts with names, some of which are definitions that use others of them, in any order.</summary>
internal sealed class NamedStructs
{
    private readonly Dictionary<string, string> _definitions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MappedStruct> _structs = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _open = [];
    private MappedStructOptions _options = new();
    private bool _isExplained;

    /// <summary>Adds a layout that is finished.</summary>
    internal void Add(string name, MappedStruct layout)
    {
        Check(name);
        _structs.Add(name, layout);
    }

    /// <summary>Adds a definition.</summary>
    internal void Add(string name, string definition)
    {
        Check(name);
        _definitions.Add(name, definition);
    }

    /// <summary>Makes layouts of all definitions.</summary>
    /// <param name="options">What else holds in them.</param>
    /// <exception cref="MmapException">InvalidArgument: one of them is wrong, or contains itself.</exception>
    internal IReadOnlyDictionary<string, MappedStruct> Resolve(MappedStructOptions options)
    {
        _options = new MappedStructOptions { BigEndian = options.BigEndian, Encoding = options.Encoding, Pack = options.Pack, Resolver = Find };
        foreach (string name in _definitions.Keys)
        {
            _ = Find(name);
        }

        return _structs;
    }

    /// <summary>Throws for a name that no definition could use, or that would mean something else in it.</summary>
    internal static void CheckName(string name)
    {
        if (!DefinitionLexer.IsWord(name))
        {
            throw StructErrors.BadName(name);
        }

        if (FieldTypes.IsKnown(name) || DefinitionParser.IsKeyword(name))
        {
            throw StructErrors.NameOfType(name);
        }
    }

    private MappedStruct? Find(string name)
    {
        if (_structs.TryGetValue(name, out MappedStruct? layout) || !_definitions.TryGetValue(name, out string? definition))
        {
            return layout;
        }

        Enter(name);
        try
        {
            layout = MappedStruct.Parse(definition, _options);
        }
        catch (MmapException error) when (!_isExplained)
        {
            _isExplained = true;
            throw StructErrors.InNamed(name, error);
        }

        _open.RemoveAt(_open.Count - 1);
        _structs.Add(name, layout);
        return layout;
    }

    private void Check(string name)
    {
        CheckName(name);
        if (_structs.ContainsKey(name) || _definitions.ContainsKey(name))
        {
            throw StructErrors.SameName(name);
        }
    }

    private void Enter(string name)
    {
        int first = _open.FindIndex(other => other.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (first >= 0)
        {
            _isExplained = true;
            throw StructErrors.ContainsItself(string.Join(" -> ", _open.GetRange(first, _open.Count - first)) + " -> " + name);
        }

        if (_open.Count > MappedStruct.DeepestNesting)
        {
            _isExplained = true;
            throw StructErrors.TooDeep(name);
        }

        _open.Add(name);
    }
}
