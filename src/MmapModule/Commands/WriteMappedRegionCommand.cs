using System;
using System.Buffers;
using System.Management.Automation;
using System.Text;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Writes bytes, text, numbers, records or hex patches to maps.</summary>
[Cmdlet(VerbsCommunications.Write, "MappedRegion", DefaultParameterSetName = ValueSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Write-MappedRegion.md")]
[Alias("wrmr")]
[OutputType(typeof(MappedRegion))]
public sealed class WriteMappedRegionCommand : PlaceCommand
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
    private bool _isOpen;
    private bool _isDeclined;
    private bool _isDescribed;
    private bool _isWarned;
    private Patch? _patch;
    private StructEncoder? _records;
    private HexPattern? _expected;
    private Action<MappedMemory>? _collect;

    /// <summary>The map or region to write to; the path of a file or the id of a map stands for it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = ValueSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = HexSet)]
    [Parameter(Position = 0, ParameterSetName = PipelineSet)]
    [Alias("Map")]
    [MapInput]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapInputCompleter))]
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

    private protected override MappedMemory? Given => InputObject;

    private protected override bool IsWriting => true;

    private protected override void Prepare()
    {
        _isDescribed = Patch.IsDescribed(this);
        Require(Struct, CheckStruct);
        Require(Expect, expect => _expected = Expectation.Parse(expect, Stop));
        if (ParameterSetName == HexSet)
        {
            Require(Hex, hex => _patch = new Patch(HexPattern.Parse(hex)));
        }
    }

    /// <summary>Writes to each map, or collects the values of the pipeline.</summary>
    private protected override void ProcessInput()
    {
        if (ParameterSetName != PipelineSet)
        {
            base.ProcessInput();
            return;
        }

        // What follows a failed value would land in the wrong place, so the whole pipeline ends.
        if (!_isOpen)
        {
            Require(NameOf(InputObject), _ => OpenInput());
            _isOpen = true;
        }

        Require(Input, _collect ??= Struct is null ? Collect : CollectRecord);
    }

    private protected override void HandleInput()
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

    /// <summary>Writes the rest of the values of the pipeline.</summary>
    private protected override void End()
    {
        if (_collected.WrittenCount > 0 || _isPipelineOpen)
        {
            Require(Input, _ => Flush(isLast: true));
        }

        if (_records is not null && ParameterSetName == PipelineSet)
        {
            Try(Input, _ => Write(_records));
        }
    }

    private protected override ErrorRecord Record(Exception error, object? target)
    {
        ErrorRecord record = base.Record(error, target);
        if (_pipelineWritten > 0)
        {
            record.ErrorDetails.RecommendedAction += ValueArgumentErrors.WrittenBefore(_pipelineWritten);
        }

        return record;
    }

    /// <summary>What the layout says of every field cannot be said again for all of them.</summary>
    private void CheckStruct(MappedStruct? layout)
    {
        foreach (string name in (string[])[nameof(As), nameof(BigEndian), nameof(Encoding), nameof(NullTerminate)])
        {
            if (layout is not null && MyInvocation.BoundParameters.ContainsKey(name))
            {
                throw CombinationErrors.LayoutAnd(name);
            }
        }
    }

    private StructEncoder EncodeRecords(MappedStruct layout)
    {
        StructEncoder records = new(layout);
        records.AppendAll(Value, Input.Owner.Length, Stop);
        CheckRoom(records.Length, Input.Owner.Length);
        return records;
    }

    private Patch EncodeValue()
    {
        object? plain = PlainValue.Of(Value);
        if (As is null && !NullTerminate && !MyInvocation.BoundParameters.ContainsKey(nameof(Encoding)))
        {
            NegativeLiteral.Refuse(plain);
        }

        byte[] bytes = Encoder.Encode(plain, Input.Owner.Length, WarnOfReplacement);
        CheckRoom(bytes.Length, Input.Owner.Length);
        return new Patch(bytes);
    }

    /// <summary>It may be meant, but most often it comes from reading bytes as text.</summary>
    private void WarnOfReplacement(string text)
    {
        if (!_isWarned && text.Contains(TextCodec.Replacement, StringComparison.Ordinal))
        {
            _isWarned = true;
            WriteWarning(Notices.ReplacementCharacter);
        }
    }

    /// <summary>What is longer than there is room for has been left unfinished, so it is of no use for the next map either.</summary>
    private void CheckRoom(long length, long room)
    {
        if (length > room)
        {
            _ = Input.Resolve(Offset, length, FromEnd);
            throw ValueArgumentErrors.MapGrew();
        }
    }

    /// <summary>Records from the pipeline are written at the end, when all of them have turned out to be right.</summary>
    private void CollectRecord(MappedMemory input)
    {
        _records ??= new StructEncoder(Struct!);
        _records.AppendAll(Value, Room, Stop);
        CheckRoom(_records.Length, Room);
    }

    private void Write(StructEncoder records)
    {
        MapRange range = Input.ResolveChange(Offset, records.Length, FromEnd);
        if (Apply(records.ToPatch(Input.Owner, range, Stop), range))
        {
            Finish(range);
        }
    }

    private void Write(Patch patch)
    {
        MapRange range = Input.ResolveChange(Offset, patch.Length, FromEnd);
        if (Apply(patch, range))
        {
            Finish(range);
        }
    }

    private ValueEncoder Encoder => _encoder ??= new ValueEncoder(As, BigEndian, Encoding, NullTerminate, Stop);

    /// <summary>How many bytes there are from the offset to the end of the map when the pipeline begins.</summary>
    private long Room => _room >= 0 ? _room : _room = Input.Owner.Length - Input.Resolve(Offset, 0, FromEnd).Offset;

    private void Collect(MappedMemory input)
    {
        if (_isDeclined)
        {
            return;
        }

        long room = Room - _pipelineWritten;
        _text ??= new PipelineText(isSeparated: NullTerminate);
        Encoder.Append(_collected, Value, room, _text.Add);
        CheckRoom(_pipelineWritten + _collected.WrittenCount, Room);

        // A second text ends the pipeline, and nothing of it shall have been written then.
        if (_collected.WrittenCount >= PipelinePiece && _text.Count is not 1)
        {
            Flush(isLast: false);
        }
    }

    private void Flush(bool isLast)
    {
        Patch patch = new(_collected.WrittenSpan.ToArray());
        _collected.Clear();
        MapRange start = Input.ResolveChange(Offset, 0, FromEnd);
        MapRange piece = Input.ResolveChange(start.Offset - Input.Start + _pipelineWritten, patch.Length);
        if (_isPipelineOpen)
        {
            patch.Write(this, Input.Owner, piece.Offset);
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

    private bool Apply(Patch patch, MapRange range)
    {
        MemoryMap map = Input.Owner;
        if (_expected is not null)
        {
            map.CheckMatch(range.Offset, _expected);
        }

        // The texts of this overload are taken as they are; the others format a sentence at every call.
        string what = _isDescribed ? patch.Describe(this, map, range.Offset) : Actions.Write;
        bool go = ShouldProcess(what, what, "Write-MappedRegion");
        if (go)
        {
            patch.Write(this, map, range.Offset);
        }

        return go;
    }

    private void Finish(MapRange range)
    {
        MemoryMap map = Input.Owner;
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
