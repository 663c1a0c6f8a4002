using System;
using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that is given locks by name, or by the file that is locked.</summary>
public abstract class MutexCommand : MmapCommand
{
    private protected const string NameSet = "Name";
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    /// <summary>The names of locks, as they are.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MutexNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [MappedPath]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken as they are.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Calls for each file that the paths name; a path that names none is reported.</summary>
    private protected void ForEachFile(Action<string> action)
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        ForEach(isLiteral ? LiteralPath : Path, path => ForEach(PathResolver.Resolve(this, path, isLiteral), action));
    }
}
