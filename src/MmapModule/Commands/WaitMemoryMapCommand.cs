using System;
using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;

namespace MmapModule.Commands;

/// <summary>Waits until a file grows, is truncated, replaced or deleted.</summary>
[Cmdlet(VerbsLifecycle.Wait, "MemoryMap", HelpUri = HelpLinks.Base + "Wait-MemoryMap.md")]
[OutputType(typeof(FileChange), typeof(bool))]
public sealed class WaitMemoryMapCommand : MappedInputCommand
{
    /// <summary>A map of the file; the path of a file or the id of a map stands for it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [MapInput]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapInputCompleter))]
    public MappedMemory InputObject { get; set; } = null!;

    /// <summary>What to wait for; any of several.</summary>
    [Parameter(Mandatory = true)]
    [Flat]
    public FileEvents Until { get; set; }

    /// <summary>The longest wait: seconds, or a time span; forever by default.</summary>
    [Parameter]
    [Timeout]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    private protected override MappedMemory? Given => InputObject;

    private protected override void HandleInput()
    {
        MemoryMap map = Input as MemoryMap ?? throw CombinationErrors.WholeMap(Input);
        Write(FileWatch.Wait(map, Until, Timeout, Stop));
    }

    /// <summary>Files are not mapped: they need not even be readable.</summary>
    private protected override void HandleFiles(IEnumerable<FoundFile> files, string? named)
    {
        foreach (FoundFile file in files)
        {
            Try(file.Path, path => Write(FileWatch.Wait(path, Until, Timeout, Stop)));
        }
    }

    private void Write(FileChange? change) => WriteObject((object?)change ?? false);
}
