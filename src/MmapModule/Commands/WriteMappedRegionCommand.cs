using System;
using System.Buffers;
using System.Management.Automation;
using System.Text;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;

namespace MmapModule.Commands;

/// <summary>Writes bytes, text, numbers, records or hex patches to maps.</summary>
[Cmdlet(VerbsCommunications.Write, "MappedRegion", DefaultParameterSetName = ValueSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Write-MappedRegion.md")]
[Alias("wrmr")]
[OutputType(typeof(MappedRegion))]
public sealed class WriteMappedRegionCommand : MmapCommand
{
    private const string ValueSet = "Value";
    private const string PipelineSet = "PipelineValue";
    private const string HexSet = "Hex";

    /// <summary>Values from the pipeline are collected to pieces of about this size.</summary>
    private const int PipelinePiece = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _collected = new();
    private PipelineText? _text;
    private ValueEncoder? _encoder;
    private long _room = -1;
    private long _pipelineWritten;
    private bool _isPipelineOpen;
    private bool _isDeclined;
    private bool _isDescribed;
    private bool _isWarned;
    private Patch? _patch;
    private StructEncoder? _records;
    private HexPattern? _expected;

    /// <summary>The map or region to write to.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ValueSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = HexSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PipelineSet)]
    [Alias("Map")]
    [ValidateNotNull]
    public MappedMemory InputObject { get; set; } = null!;

    /// <summary>Bytes, text, or numbers in their own width; with -Struct objects; lists of them too.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ValueSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = PipelineSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object Value { get; set; } = string.Empty;

    /// <summary>Bytes in hex; ?? keeps the byte that is there.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HexSet)]
    [OneText(IsHex = true)]
    [ValidateNotNullOrEmpty]
    public string Hex { get; set; } = string.Empty;

    /// <summary>The layout of the records that -Value holds.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = PipelineSet)]
    [MappedStruct]
    [ArgumentCompleter(typeof(DefinitionCompleter))]
    [ValidateNotNull]
    public MappedStruct? Struct { get; set; }

    /// <summary>Where to write, in bytes from the start of the input.</summary>
    [Parameter]
    [ByteSize]
    public long Offset { get; set; }

    /// <summary>Count the offset back from the end of the input.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }

    /// <summary>The type that numbers are written as; their own by default.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = PipelineSet)]
    [ValueType]
    public MappedValueType? As { get; set; }

    /// <summary>Most significant byte first.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = PipelineSet)]
    public SwitchParameter BigEndian { get; set; }

    /// <summary>The encoding of text; UTF-8 without byte order mark by default.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = PipelineSet)]
    [Encoding]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNull]
    public Encoding Encoding { get; set; } = TextCodec.Default;

    /// <summary>Write a zero character after text.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = PipelineSet)]
    public SwitchParameter NullTerminate { get; set; }

    /// <summary>Bytes, or hex with ?? for any byte, that must be there; if not, nothing is written.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object? Expect { get; set; }

    /// <summary>Write changed pages to the file afterwards.</summary>
    [Parameter]
    public SwitchParameter Sync { get; set; }

    /// <summary>Write the region that was written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Prepares what all items have in common.</summary>
    protected override void BeginProcessing()
    {
        _isDescribed = Patch.IsDescribed(this);
        object? parsed = Struct;
        try
        {
            CheckStruct();
            parsed = Expect;
            _expected = Expectation.Parse(Expect, Stop);
            parsed = Hex;
            _patch = ParameterSetName == HexSet ? new Patch(HexPattern.Parse(Hex)) : null;
        }
        catch (Exception error) when (IsReportable(error))
        {
            ThrowTerminatingError(ErrorRecords.Create(error, parsed));
        }
    }

    /// <summary>Writes to each map, or collects the values of the pipeline.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == PipelineSet)
        {
            if (Struct is null)
            {
                Collect();
            }
            else
            {
                CollectRecord(Struct);
            }

            return;
        }

        try
        {
            if (Struct is not null)
            {
                Write(_records ??= EncodeRecords(Struct));
            }
            else
            {
                Write(_patch ??= EncodeValue());
            }
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, InputObject);
        }
    }

    /// <summary>Writes the rest of the values of the pipeline.</summary>
    protected override void EndProcessing()
    {
        if (_collected.WrittenCount > 0 || _isPipelineOpen)
        {
            Flush(isLast: true);
        }

        if (_records is not null && ParameterSetName == PipelineSet)
        {
            WriteRecords(_records);
        }
    }

    /// <summary>What the layout says of every field cannot be said again for all of them.</summary>
    private void CheckStruct()
    {
        foreach (string name in (string[])[nameof(As), nameof(BigEndian), nameof(Encoding), nameof(NullTerminate)])
        {
            if (Struct is not null && MyInvocation.BoundParameters.ContainsKey(name))
            {
                throw MapErrors.Invalid("-" + name + " cannot be combined with -Struct.", "Say it in the layout: see about_MmapModule_Structs.");
            }
        }
    }

    private StructEncoder EncodeRecords(MappedStruct layout)
    {
        StructEncoder records = new(layout);
        records.AppendAll(Value, InputObject.Owner.Length, Stop);
        CheckRoom(records.Length, InputObject.Owner.Length);
        return records;
    }

    private Patch EncodeValue()
    {
        object? plain = ValueList.Unwrap(Value);
        if (As is null && !NullTerminate && !MyInvocation.BoundParameters.ContainsKey(nameof(Encoding)))
        {
            NegativeLiteral.Refuse(plain);
        }

        byte[] bytes = Encoder.Encode(plain, InputObject.Owner.Length, WarnOfReplacement);
        CheckRoom(bytes.Length, InputObject.Owner.Length);
        return new Patch(bytes);
    }

    /// <summary>It may be meant, but most often it comes from reading bytes as text.</summary>
    private void WarnOfReplacement(string text)
    {
        if (!_isWarned && text.Contains(TextCodec.Replacement, StringComparison.Ordinal))
        {
            _isWarned = true;
            WriteWarning("The text has the character U+FFFD, which stands for bytes that were no text when it was read. It is written as this character.");
        }
    }

    /// <summary>What is longer than there is room for has been left unfinished, so it is of no use for the next map either.</summary>
    private void CheckRoom(long length, long room)
    {
        if (length > room)
        {
            _ = InputObject.Resolve(Offset, length, FromEnd);
            throw MapErrors.Invalid("The map became longer while the values were collected.", "Write them again.");
        }
    }

    /// <summary>Records from the pipeline are written at the end, when all of them have turned out to be right.</summary>
    private void CollectRecord(MappedStruct layout)
    {
        try
        {
            _records ??= new StructEncoder(layout);
            _records.AppendAll(Value, Room, Stop);
            CheckRoom(_records.Length, Room);
        }
        catch (Exception error) when (IsReportable(error))
        {
            StopPipeline(error);
        }
    }

    private void WriteRecords(StructEncoder records)
    {
        try
        {
            Write(records);
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, InputObject);
        }
    }

    private void Write(StructEncoder records)
    {
        MapRange range = InputObject.ResolveChange(Offset, records.Length, FromEnd);
        if (Apply(records.ToPatch(InputObject.Owner, range, Stop), range))
        {
            Finish(range);
        }
    }

    private void Write(Patch patch)
    {
        MapRange range = InputObject.ResolveChange(Offset, patch.Length, FromEnd);
        if (Apply(patch, range))
        {
            Finish(range);
        }
    }

    private ValueEncoder Encoder => _encoder ??= new ValueEncoder(As, BigEndian, Encoding, NullTerminate, Stop);

    /// <summary>How many bytes there are from the offset to the end of the map when the pipeline begins.</summary>
    private long Room => _room >= 0 ? _room : _room = InputObject.Owner.Length - InputObject.Resolve(Offset, 0, FromEnd).Offset;

    private void Collect()
    {
        if (_isDeclined)
        {
            return;
        }

        try
        {
            long room = Room - _pipelineWritten;
            _text ??= new PipelineText(isSeparated: NullTerminate);
            Encoder.Append(_collected, Value, room, _text.Add);
            CheckRoom(_pipelineWritten + _collected.WrittenCount, Room);
        }
        catch (Exception error) when (IsReportable(error))
        {
            StopPipeline(error);
        }

        // A second text ends the pipeline, and nothing of it shall have been written then.
        if (_collected.WrittenCount >= PipelinePiece && _text?.Count is not 1)
        {
            Flush(isLast: false);
        }
    }

    private void Flush(bool isLast)
    {
        Patch patch = new(_collected.WrittenSpan.ToArray());
        _collected.Clear();
        try
        {
            MapRange start = InputObject.ResolveChange(Offset, 0, FromEnd);
            MapRange piece = InputObject.ResolveChange(start.Offset - InputObject.Start + _pipelineWritten, patch.Length);
            if (_isPipelineOpen)
            {
                patch.Write(this, InputObject.Owner, piece.Offset);
            }
            else if (!Apply(patch, piece))
            {
                _isDeclined = true;
                return;
            }

            _isPipelineOpen = true;
            _pipelineWritten += patch.Length;
            if (isLast)
            {
                Finish(start with { Length = _pipelineWritten });
            }
        }
        catch (Exception error) when (IsReportable(error))
        {
            StopPipeline(error);
        }
    }

    /// <summary>What follows a failed value would land in the wrong place, so the whole pipeline ends.</summary>
    private void StopPipeline(Exception error)
    {
        if (error is OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        ErrorRecord record = ErrorRecords.Create(error, InputObject);
        if (_pipelineWritten > 0)
        {
            record.ErrorDetails.RecommendedAction += FormattableString.Invariant($" {_pipelineWritten} bytes from the pipeline had been written before.");
        }

        ThrowTerminatingError(record);
    }

    private bool Apply(Patch patch, MapRange range)
    {
        MemoryMap map = InputObject.Owner;
        if (_expected is not null)
        {
            map.CheckMatch(range.Offset, _expected);
        }

        // The texts of this overload are taken as they are; the others format a sentence at every call.
        string what = _isDescribed ? patch.Describe(this, map, range.Offset) : "Write";
        bool go = ShouldProcess(what, what, "Write-MappedRegion");
        if (go)
        {
            patch.Write(this, map, range.Offset);
        }

        return go;
    }

    private void Finish(MapRange range)
    {
        MemoryMap map = InputObject.Owner;
        if (Sync)
        {
            map.Sync(range, default, isExplicit: true, progress: null, Stop);
        }

        if (PassThru)
        {
            WriteObject(new MappedRegion(map, range));
        }
    }
}
