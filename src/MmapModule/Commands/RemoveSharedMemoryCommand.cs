using System;
using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;

namespace MmapModule.Commands;

/// <summary>Removes POSIX shared memory objects by name.</summary>
[Cmdlet(VerbsCommon.Remove, "SharedMemory", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Remove-SharedMemory.md")]
[OutputType(typeof(void))]
public sealed class RemoveSharedMemoryCommand : MmapCommand
{
    /// <summary>The names; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SharedMemoryNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Removes the objects.</summary>
    protected override void ProcessRecord()
    {
        IReadOnlyList<string> all = SharedMemoryCatalog.Names();
        foreach (string name in Name)
        {
            HashSet<string> matches = [];
            try
            {
                SharedMemoryNames.AddMatches(name, all, matches);
            }
            catch (Exception error) when (IsReportable(error))
            {
                Report(error, name);
            }

            foreach (string match in matches)
            {
                Remove(match);
            }
        }
    }

    private void Remove(string name)
    {
        if (!ShouldProcess("shared memory '" + name + "'", "Remove the name; processes that map it keep their maps"))
        {
            return;
        }

        try
        {
            SharedMemoryCatalog.Remove(name);
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, name);
        }
    }
}
