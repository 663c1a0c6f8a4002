using System;
using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that is given locks by name, or by the file that is locked.</summary>
public abstract class MutexCommand : LockedFileCommand
{
    private protected const string NameSet = "Name";

    /// <summary>The names of locks, taken literally.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MutexNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Calls for each file that the paths name; a path that names none is reported.</summary>
    private protected void ForEachFile(Action<string> action) => ForEachPath(files => ForEach(files, action));
}
