using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A cmdlet that is given the files that are locked, or something else.</summary>
public abstract class LockedFileCommand : MmapCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [MappedPath]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken literally.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Calls with the files that each path names; a path that names none is reported.</summary>
    private protected void ForEachPath(Action<IReadOnlyList<string>> action)
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        ForEach(isLiteral ? LiteralPath : Path, path => action([.. FilesOf(path, isLiteral)]));
    }
}
