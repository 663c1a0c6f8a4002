using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Writes the changed pages of maps to their files.</summary>
[Cmdlet(VerbsData.Sync, "MemoryMap", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Sync-MemoryMap.md")]
[Alias("symm")]
[OutputType(typeof(MemoryMap), typeof(MappedRegion))]
public sealed class SyncMemoryMapCommand : MapListCommand
{
    private SyncOptions _options = new();

    /// <summary>Where to start, in bytes from the start of the input.</summary>
    [Parameter(Position = 1)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long Offset { get; set; }

    /// <summary>How many bytes; the rest of the input by default.</summary>
    [Parameter(Position = 2)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Length { get; set; }

    /// <summary>Count the offset back from the end of the input.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }

    /// <summary>Start the write-back and do not wait.</summary>
    [Parameter]
    public SwitchParameter Async { get; set; }

    /// <summary>Also invalidate other cached copies.</summary>
    [Parameter]
    public SwitchParameter Invalidate { get; set; }

    /// <summary>Also flush the file's length and its directory entry.</summary>
    [Parameter]
    public SwitchParameter Durable { get; set; }

    /// <summary>Forget an earlier write-back failure first.</summary>
    [Parameter]
    public SwitchParameter ClearError { get; set; }

    /// <summary>Write the input to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>A combination that cannot work fails before anything is done.</summary>
    private protected override void Begin()
    {
        _options = new SyncOptions { IsAsync = Async, Invalidate = Invalidate, IsDurable = Durable };
        _options.Check();
    }

    private protected override void ProcessInput() => ForEachMap(InputObject, Sync);

    private void Sync(MappedMemory input)
    {
        if (!ShouldProcess(input.ToString(), Async ? Actions.StartSync : Actions.Sync))
        {
            return;
        }

        MemoryMap map = input.Owner;
        using ProgressReporter progress = new(this, Activities.Sync(map));
        Explain(map);
        if (ClearError)
        {
            map.ClearSyncError();
        }

        bool isExplicit = Offset != 0 || Length is not null || input is MappedRegion;
        MapRange range = input.Resolve(Offset, Length, FromEnd);
        map.Sync(range, _options, isExplicit, progress.Update, Stop);
        progress.Finish(range.Length);
        if (PassThru)
        {
            WriteObject(input);
        }
    }

    private void Explain(MemoryMap map)
    {
        if (map.IsPrivate)
        {
            WriteWarning(Notices.PrivateSync(map));
        }
        else if (map.Kind is not (MapKind.File or MapKind.Handle))
        {
            WriteVerbose(Notices.MemorySync(map));
        }
    }
}
