using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;

namespace MmapModule.Commands;

/// <summary>Lists the open maps of this process.</summary>
[Cmdlet(VerbsCommon.Get, "MemoryMap", HelpUri = HelpLinks.Base + "Get-MemoryMap.md")]
[Alias("gmm")]
[OutputType(typeof(MemoryMap))]
public sealed class GetMemoryMapCommand : MmapCommand
{
    /// <summary>Only the maps with these ids.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [MapId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MapIdCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>Only the maps with these names; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MapNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Only the maps of these files; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MapPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Only the maps of these files, taken literally.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only the maps in one of these states.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Flat]
    public MapState[] State { get; set; } = [];

    /// <summary>Writes the maps that meet all conditions.</summary>
    private protected override void ProcessInput()
    {
        IReadOnlyList<MemoryMap> maps = MapRegistry.GetAll();
        HashSet<int>? byId = Id.Length == 0 ? null : [.. Id.Where(id => Find(maps, id))];
        HashSet<int>? byName = Name.Length == 0 ? null : [.. Name.SelectMany(name => Find(maps, name, Named))];
        HashSet<int>? byPath = Path.Length + LiteralPath.Length == 0
            ? null
            : [.. Path.SelectMany(path => Find(maps, path, At)), .. LiteralPath.SelectMany(path => Find(maps, path, AtLiteral))];
        foreach (MemoryMap map in maps)
        {
            if (byId?.Contains(map.Id) != false
                && byName?.Contains(map.Id) != false
                && byPath?.Contains(map.Id) != false
                && (State.Length == 0 || State.Contains(map.State)))
            {
                WriteObject(map);
            }
        }
    }

    private bool Find(IReadOnlyList<MemoryMap> maps, int id)
    {
        bool isThere = maps.Any(map => map.Id == id);
        if (!isThere)
        {
            Report(LookupErrors.NoMapId(id), id);
        }

        return isThere;
    }

    /// <summary>The ids of the maps that one name or path means; what is wrong with it has been reported.</summary>
    private List<int> Find(IReadOnlyList<MemoryMap> maps, string wanted, Func<string, IReadOnlyList<MemoryMap>, IEnumerable<MemoryMap>> search)
    {
        List<int> ids = [];
        Try(wanted, _ => ids.AddRange(search(wanted, maps).Select(static map => map.Id)));
        return ids;
    }

    private static IEnumerable<MemoryMap> Named(string name, IReadOnlyList<MemoryMap> maps)
    {
        WildcardPattern pattern = Wildcards.Parse(name, WildcardOptions.IgnoreCase);
        MemoryMap[] found = [.. maps.Where(map => map.Name is not null && pattern.IsMatch(map.Name))];
        return found.Length > 0 || WildcardPattern.ContainsWildcardCharacters(name) ? found : throw LookupErrors.NoMapName(name);
    }

    private IEnumerable<MemoryMap> At(string path, IReadOnlyList<MemoryMap> maps) =>
        At(new MappingPathPattern(this, path), path, WildcardPattern.ContainsWildcardCharacters(path), maps);

    private IEnumerable<MemoryMap> AtLiteral(string path, IReadOnlyList<MemoryMap> maps) =>
        At(new MappingPathPattern(this, path, isLiteral: true), path, isPattern: false, maps);

    /// <summary>What was named exactly and is not there is an error; a wildcard may match nothing.</summary>
    private static MemoryMap[] At(MappingPathPattern pattern, string path, bool isPattern, IReadOnlyList<MemoryMap> maps)
    {
        MemoryMap[] found = [.. maps.Where(map => pattern.IsMatch(map.Path))];
        return found.Length > 0 || isPattern ? found : throw LookupErrors.NoMapPath(path);
    }
}
