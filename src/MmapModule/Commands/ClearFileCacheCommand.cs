using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Formatting;

namespace MmapModule.Commands;

/// <summary>Drops files from the page cache.</summary>
[Cmdlet(VerbsCommon.Clear, "FileCache", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Clear-FileCache.md")]
[OutputType(typeof(FileCacheInfo))]
public sealed class ClearFileCacheCommand : FileCacheCommand
{
    private string? _keptExample;
    private long _keptFiles;
    private long _keptBytes;

    /// <summary>Write changed pages to the disk first, so that they can be dropped too.</summary>
    [Parameter]
    public SwitchParameter Sync { get; set; }

    /// <summary>Write the state after it to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => "Dropping from the page cache";

    /// <summary>Says what has stayed.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_keptFiles == 1)
        {
            WriteWarning(_keptExample!);
        }
        else if (_keptFiles > 1)
        {
            WriteWarning(FormattableString.Invariant($"{ByteSize.Format(_keptBytes)} of {_keptFiles} files stayed in the page cache; -Verbose says why for each. The last one: {_keptExample}"));
        }
    }

    private protected override FileCacheInfo? Treat(CachedFile file, ByteProgress progress)
    {
        if (!ShouldProcess(Name(file), Sync ? "Write changes to the disk and drop from the page cache" : "Drop from the page cache"))
        {
            return null;
        }

        FileCacheInfo before = file.GetState(progress, Stop);
        file.Evict(Sync, progress, Stop);
        FileCacheInfo after = file.GetState(progress, Stop);
        if (!after.Reliable)
        {
            WriteVerbose("The kernel does not tell you how much of '" + file.Path + "' is still cached: you neither own the file nor may write it.");
        }
        else if (after.CachedBytes > 0)
        {
            _keptFiles++;
            _keptBytes += after.CachedBytes;
            _keptExample = Explain(file, before, after);
            WriteVerbose(_keptExample);
        }

        return PassThru ? after : null;
    }

    private string Explain(CachedFile file, FileCacheInfo before, FileCacheInfo after)
    {
        string kept = ByteSize.Format(after.CachedBytes) + " of '" + file.Path + "' stayed in the page cache: ";
        if (file.IsMemory)
        {
            return kept + "it is a file in memory (tmpfs), so the cache is the file itself.";
        }

        if (Sync)
        {
            return kept + "a process has it mapped, locked or in use.";
        }

        if (before.DirtyBytes is null)
        {
            return kept + "changes that are not on the disk yet (-Sync writes them first), or pages that a process has mapped, locked or in use.";
        }

        // The kernel has begun to write them, so the state after it may not show them any more.
        long unwritten = Math.Min(after.CachedBytes, before.DirtyBytes.Value + before.WritebackBytes!.Value);
        string dirty = unwritten == 0 ? string.Empty : ByteSize.Format(unwritten) + " were not on the disk yet (-Sync writes them first)";
        string used = unwritten == after.CachedBytes ? string.Empty : ByteSize.Format(after.CachedBytes - unwritten) + " are mapped, locked or in use by a process";
        return kept + dirty + (dirty.Length > 0 && used.Length > 0 ? ", " : string.Empty) + used + ".";
    }
}
