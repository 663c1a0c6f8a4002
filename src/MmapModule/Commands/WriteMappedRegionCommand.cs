using System;
using System.Management.Automation;
using System.Text;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;
using MmapModule.Patching;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Writes bytes, text, numbers, records or hex patches to maps.</summary>
[Cmdlet(VerbsCommunications.Write, "MappedRegion", DefaultParameterSetName = ValueSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Write-MappedRegion.md")]
[Alias("wrmr")]
[OutputType(typeof(MappedRegion))]
public sealed partial class WriteMappedRegionCommand : PlaceCommand
{
    private const string ValueSet = "Value";
    private const string PipelineSet = "PipelineValue";
    private const string HexSet = "Hex";

    private const string FileSet = "FromFile";
    private const string CommandSet = "FromCommand";

    private ValueEncoder? _encoder;
    private MemoryMap? _file;
    private bool _isDescribed;
    private bool _isWarned;
    private Patch? _patch;
    private StructEncoder? _records;
    private HexPattern? _expected;

    /// <summary>The map or region to write to; the path of a file or the id of a map stands for it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = ValueSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = HexSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = FileSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = CommandSet)]
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

    /// <summary>A file whose bytes are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string FromFile { get; set; } = string.Empty;

    /// <summary>A program, or several with | between them, whose output is written byte for byte.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CommandSet)]
    [ValidateNotNull]
    public ScriptBlock FromCommand { get; set; } = ScriptBlock.Create(string.Empty);

    /// <summary>The values are lines of a dump, whose bytes go where the dump says.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = PipelineSet)]
    public SwitchParameter FromDump { get; set; }

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

    /// <summary>Write this between two texts.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = PipelineSet)]
    [AllowEmptyString]
    [ValidateNotNull]
    public string Separator { get; set; } = string.Empty;

    /// <summary>Write a line feed after each text.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = PipelineSet)]
    public SwitchParameter NewLine { get; set; }

    /// <summary>Write nothing between the texts of the pipeline.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = PipelineSet)]
    public SwitchParameter NoNewline { get; set; }

    /// <summary>Fill the rest of the region with this byte.</summary>
    [Parameter]
    [OneByte]
    public byte? Pad { get; set; }

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

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file?.Dispose();
            _output?.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected override void Prepare()
    {
        _isDescribed = Patch.IsDescribed(this);

        // A write of a few bytes is short, so nothing is asked here that was not given.
        if (SeparatorCount > 1)
        {
            Require(Separator, static _ => throw CombinationErrors.SeparatorTwice());
        }

        if (Struct is not null)
        {
            Require(Struct, CheckStruct);
        }

        if (Expect is not null)
        {
            Require(Expect, expect => _expected = Expectation.Parse(expect, Stop));
        }

        if (ParameterSetName == HexSet)
        {
            Require(Hex, hex => _patch = new PatternPatch(HexPattern.Parse(hex)));
        }
        else if (ParameterSetName == FileSet)
        {
            Require(FromFile, path => _patch = new MapPatch(_file = OpenSource(PathResolver.Full(this, path))));
        }
    }

    private protected override void HandleInput()
    {
        if (ParameterSetName == ValueSet && (FromDump || DumpValues.IsLine(Value)))
        {
            WriteDump();
        }
        else if (ParameterSetName == CommandSet)
        {
            WriteOutput();
        }
        else if (Struct is not null)
        {
            Write(_records ??= EncodeRecords(Struct));
        }
        else
        {
            Write(_patch ??= EncodeValue());
        }
    }

    /// <summary>A file that cannot be mapped, such as a pipe, is read to its end.</summary>
    private MemoryMap OpenSource(string path)
    {
        try
        {
            return MemoryMap.OpenForNow(path, MapProtection.Read);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.NotMappable)
        {
            return MemoryMap.CreateSnapshot(path, options: null, Stop);
        }
    }

    /// <summary>How many ways to separate texts were given.</summary>
    private int SeparatorCount =>
        (IsBound(nameof(Separator)) ? 1 : 0) + (NewLine ? 1 : 0) + (NoNewline ? 1 : 0) + (NullTerminate ? 1 : 0);

    /// <summary>The layout defines these for every field, so they cannot be given again for all of them.</summary>
    private void CheckStruct(MappedStruct layout)
    {
        foreach (string name in (string[])[nameof(As), nameof(BigEndian), nameof(Encoding), nameof(NullTerminate), nameof(Separator), nameof(NewLine), nameof(NoNewline), nameof(Pad)])
        {
            if (IsBound(name))
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

    private BytePatch EncodeValue()
    {
        object? plain = PlainValue.Of(Value);
        if (As is null && !NullTerminate && !IsBound(nameof(Encoding)))
        {
            NegativeLiteral.Refuse(plain);
        }

        byte[] bytes = Encoder.Encode(plain, Input.Owner.Length, WarnOfReplacement);
        CheckRoom(bytes.Length, Input.Owner.Length);
        return new BytePatch(bytes);
    }

    /// <summary>It may be intended, but it usually comes from reading bytes as text.</summary>
    private void WarnOfReplacement(string text)
    {
        if (!_isWarned && text.Contains(TextCodec.Replacement, StringComparison.Ordinal))
        {
            _isWarned = true;
            WriteWarning(Notices.ReplacementCharacter);
        }
    }

    /// <summary>A value that does not fit was not read to its end, so it cannot be used for the next map either.</summary>
    private void CheckRoom(long length, long room)
    {
        if (length > room)
        {
            _ = Input.Resolve(Offset, length, FromEnd);
            throw ValueArgumentErrors.MapGrew();
        }
    }

    private void Write(StructEncoder records)
    {
        MapRange range = Input.ResolveChange(Offset, records.Length, FromEnd);
        if (Apply(records.ToPatch(Input.Owner, range, Stop), range))
        {
            Finish(range);
        }
    }

    private void Write(Patch given)
    {
        Patch patch = given;
        MapRange range = Input.ResolveChange(Offset, patch.Length, FromEnd);
        if (Pad is { } pad)
        {
            patch = given.PadTo(PaddedLength(range), pad, this);
            range = range with { Length = patch.Length };
        }

        if (Apply(patch, range))
        {
            Finish(range);
        }
    }

    /// <summary>How many bytes there are from the start of what is written to the end of the region.</summary>
    private long PaddedLength(MapRange range) => Input is MappedRegion
        ? Input.Start + Input.Length - range.Offset
        : throw CombinationErrors.PadWithoutRegion();

    private ValueEncoder Encoder => _encoder ??= new ValueEncoder(As, BigEndian, Encoding, NullTerminate, Stop)
    {
        Separator = Separator,
        Terminator = NewLine ? "\n" : string.Empty,
    };

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
