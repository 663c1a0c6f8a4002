using System;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Commands;

/// <summary>Writes the changed pages of maps to their files.</summary>
[Cmdlet(VerbsData.Sync, "MemoryMap", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Sync-MemoryMap.md")]
[Alias("symm")]
[OutputType(typeof(MemoryMap), typeof(MappedRegion))]
public sealed class SyncMemoryMapCommand : MmapCommand
{
    private SyncOptions _options = new();

    /// <summary>The maps or regions to write back.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [ValidateNotNull]
    public MappedMemory[] InputObject { get; set; } = [];

    /// <summary>Where to start, in bytes from the start of the input.</summary>
    [Parameter(Position = 1)]
    [ByteSize]
    public long Offset { get; set; }

    /// <summary>How many bytes; the rest by default.</summary>
    [Parameter(Position = 2)]
    [ByteSize]
    public long? Length { get; set; }

    /// <summary>Count the offset back from the end.</summary>
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
    protected override void BeginProcessing()
    {
        _options = new SyncOptions { IsAsync = Async, Invalidate = Invalidate, IsDurable = Durable };
        try
        {
            _options.Check();
        }
        catch (MmapException error)
        {
            ThrowTerminatingError(Errors.ErrorRecords.Create(error, null));
        }
    }

    /// <summary>Writes each input back.</summary>
    protected override void ProcessRecord()
    {
        foreach (MappedMemory input in InputObject)
        {
            MemoryMap map = input.Owner;
            if (!ShouldProcess(input.ToString(), Async ? "Start writing changed pages back" : "Write changed pages back"))
            {
                continue;
            }

            using ProgressReporter progress = new(this, "Writing back " + (map.Path ?? map.ToString()));
            try
            {
                Explain(map);
                if (ClearError)
                {
                    map.ClearSyncError();
                }

                bool isExplicit = Offset != 0 || Length is not null || input is MappedRegion;
                map.Sync(input.Resolve(Offset, Length, FromEnd), _options, isExplicit, progress.Update, Stop);
                if (PassThru)
                {
                    WriteObject(input);
                }
            }
            catch (Exception error) when (IsReportable(error))
            {
                Report(error, input);
            }
        }
    }

    private void Explain(MemoryMap map)
    {
        if (map.IsPrivate)
        {
            WriteWarning(map + " is private: its changes are never written to the file.");
        }
        else if (map.Kind is not (MapKind.File or MapKind.Handle))
        {
            WriteVerbose(map + " is memory: there is no disk to write to.");
        }
    }
}
