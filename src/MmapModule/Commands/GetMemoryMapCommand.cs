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
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MapIdCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>Only the maps with these names; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MapNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Only the maps of these files; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MapPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Only the maps in one of these states.</summary>
    [Parameter]
    [Flat]
    public MapState[] State { get; set; } = [];

    /// <summary>Writes the maps that meet all conditions.</summary>
    protected override void ProcessRecord()
    {
        IReadOnlyList<MemoryMap> maps = MapRegistry.GetAll();
        ReportMissing(maps);
        string[] fullPaths = [.. Path.Select(FullPath)];
        foreach (MemoryMap map in maps)
        {
            if ((Id.Length == 0 || Id.Contains(map.Id))
                && (Name.Length == 0 || Name.Any(name => IsMatch(name, map.Name)))
                && (Path.Length == 0 || fullPaths.Any(path => IsMatch(path, map.Path)))
                && (State.Length == 0 || State.Contains(map.State)))
            {
                WriteObject(map);
            }
        }
    }

    /// <summary>What was named exactly and is not there is an error; a wildcard may match nothing.</summary>
    private void ReportMissing(IReadOnlyList<MemoryMap> maps)
    {
        foreach (int id in Id)
        {
            if (!maps.Any(map => map.Id == id))
            {
                Report(LookupErrors.NoMapId(id), id);
            }
        }

        foreach (string name in Name)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name) && !maps.Any(map => IsMatch(name, map.Name)))
            {
                Report(LookupErrors.NoMap("the name '" + name + "'"), name);
            }
        }

        foreach (string path in Path)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(path) && !maps.Any(map => IsMatch(FullPath(path), map.Path)))
            {
                Report(LookupErrors.NoMap("the path '" + path + "'"), path);
            }
        }
    }

    /// <summary>A relative path counts from the current location, and a leading wildcard from anywhere.</summary>
    private string FullPath(string path) =>
        path.StartsWith('*') ? path : SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    private static bool IsMatch(string pattern, string? text) =>
        text is not null && WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(text);
}
