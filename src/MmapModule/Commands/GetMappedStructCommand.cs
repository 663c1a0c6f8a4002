using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;

namespace MmapModule.Commands;

/// <summary>Lists the layouts that come with the module.</summary>
[Cmdlet(VerbsCommon.Get, "MappedStruct", HelpUri = HelpLinks.Base + "Get-MappedStruct.md")]
[OutputType(typeof(MappedStruct))]
public sealed class GetMappedStructCommand : MmapCommand
{
    /// <summary>Only the layouts with these names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ReadyStructCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override void ProcessInput() => ForEach(Name, name =>
    {
        WildcardPattern pattern = Wildcards.Parse(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        List<ReadyStruct> found = [.. ReadyStructs.All.Where(ready => pattern.IsMatch(ready.Name))];
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            throw ValueArgumentErrors.NoReadyLayout(name);
        }

        found.ForEach(ready => WriteObject(ready.Layout));
    });
}
