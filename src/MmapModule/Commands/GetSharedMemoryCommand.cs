using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;

namespace MmapModule.Commands;

/// <summary>Lists the POSIX shared memory objects of this machine.</summary>
[Cmdlet(VerbsCommon.Get, "SharedMemory", HelpUri = HelpLinks.Base + "Get-SharedMemory.md")]
[OutputType(typeof(SharedMemoryInfo))]
public sealed class GetSharedMemoryCommand : MmapCommand
{
    /// <summary>Only the objects with these names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SharedMemoryNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Lists the objects.</summary>
    protected override void ProcessRecord()
    {
        IReadOnlyList<string> all = SharedMemoryCatalog.Names();
        HashSet<string> wanted = Name.Length == 0 ? [.. all] : [];
        foreach (string name in Name)
        {
            try
            {
                SharedMemoryNames.AddMatches(name, all, wanted);
            }
            catch (Exception error) when (IsReportable(error))
            {
                Report(error, name);
            }
        }

        foreach (SharedMemoryInfo item in SharedMemoryCatalog.Describe([.. all.Where(wanted.Contains)]))
        {
            WriteObject(item);
        }
    }
}
