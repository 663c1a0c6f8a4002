using System;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A cmdlet that takes files, and a range of them by name. What has a path, such as a map, is taken for its file.</summary>
public abstract class PathRangeCommand : RangeCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [MappedPath(RefusesMappings = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken literally.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Calls for each file that the paths name; a path that names none is reported.</summary>
    private protected void ForEachFile(Action<string> action)
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        ForEach(isLiteral ? LiteralPath : Path, path =>
        {
            foreach (string file in FilesOf(path, isLiteral))
            {
                action(file);
            }
        });
    }
}
