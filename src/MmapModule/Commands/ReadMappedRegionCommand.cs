using System;
using System.Management.Automation;
using System.Text;
using MmapModule.Access;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Reads bytes, values, records or text from maps.</summary>
[Cmdlet(VerbsCommunications.Read, "MappedRegion", DefaultParameterSetName = BytesSet, HelpUri = HelpLinks.Base + "Read-MappedRegion.md")]
[Alias("rdmr")]
[OutputType(typeof(byte[]), ParameterSetName = [BytesSet])]
[OutputType(typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(char), typeof(Guid), ParameterSetName = [ValueSet])]
[OutputType(typeof(string), ParameterSetName = [TextSet])]
[OutputType(typeof(PSObject), ParameterSetName = [StructSet])]
public sealed class ReadMappedRegionCommand : RegionCommand
{
    private const string BytesSet = "Bytes";
    private const string ValueSet = "Value";
    private const string TextSet = "Text";
    private const string StructSet = "Struct";

    /// <summary>Up to this many bytes an array is read in one go, without progress.</summary>
    private const long SmallRead = 16L * 1024 * 1024;

    /// <summary>Values are read this many bytes at a time.</summary>
    private const int ValuePiece = 64 * 1024;

    /// <summary>Write one array after the other, each of this many bytes; the last one may be shorter.</summary>
    [Parameter(ParameterSetName = BytesSet)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long? ChunkSize { get; set; }

    /// <summary>Fill the same array again for each chunk.</summary>
    [Parameter(ParameterSetName = BytesSet)]
    public SwitchParameter ReuseArray { get; set; }

    /// <summary>Read values of this type.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ValueSet)]
    [ValueType]
    public MappedValueType As { get; set; }

    /// <summary>Read records of this layout.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StructSet)]
    [MappedStruct]
    [ArgumentCompleter(typeof(DefinitionCompleter))]
    [ValidateNotNull]
    public MappedStruct Struct { get; set; } = null!;

    /// <summary>How many values or records; by default as many as fill -Length, or one.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = StructSet)]
    [ValidateRange(0, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>Most significant byte first.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public SwitchParameter BigEndian { get; set; }

    /// <summary>Read text.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TextSet)]
    public SwitchParameter AsString { get; set; }

    /// <summary>The encoding of the text; UTF-8 by default.</summary>
    [Parameter(ParameterSetName = TextSet)]
    [Encoding]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNull]
    public Encoding Encoding { get; set; } = TextCodec.Default;

    /// <summary>End the text before its first zero character.</summary>
    [Parameter(ParameterSetName = TextSet)]
    public SwitchParameter NullTerminated { get; set; }

    private protected override void Prepare()
    {
        base.Prepare();
        if (ReuseArray && ChunkSize is null)
        {
            Require(ReuseArray, static _ => throw CombinationErrors.ReuseWithoutChunks());
        }
    }

    private protected override MapRange ResolveRange() => ParameterSetName switch
    {
        ValueSet => ResolveItems(ValueCodec.SizeOf(As), As.ToString()),
        StructSet => Struct.IsVariable ? base.ResolveRange() : ResolveItems(Struct.Size, Struct.Name ?? "the layout"),
        _ => base.ResolveRange(),
    };

    private protected override void Process(MappedMemory input, MapRange range)
    {
        switch (ParameterSetName)
        {
            case ValueSet:
                ReadValues(range, ValueCodec.SizeOf(As));
                break;
            case StructSet:
                ReadRecords(range);
                break;
            case TextSet:
                ReadText(range);
                break;
            default:
                ReadBytes(range);
                break;
        }
    }

    private void ReadBytes(MapRange range)
    {
        if (ChunkSize is null)
        {
            WriteObject(ReadArray(range), enumerateCollection: false);
            return;
        }

        using ProgressReporter progress = new(this, Activities.Read(Input.Owner));
        byte[]? chunk = null;
        for (long done = 0; done < range.Length; done += ChunkSize.Value)
        {
            MapRange piece = new(range.Offset + done, Math.Min(ChunkSize.Value, range.Length - done));
            if (chunk?.Length == piece.Length)
            {
                Input.Owner.CopyOut(piece.Offset, chunk, null, Stop);
            }
            else
            {
                chunk = Input.ReadArray(piece, null, Stop);
            }

            WriteObject(chunk, enumerateCollection: false);
            chunk = ReuseArray ? chunk : null;
            progress.Update(done + piece.Length, range.Length);
        }
    }

    private byte[] ReadArray(MapRange range)
    {
        if (range.Length <= SmallRead)
        {
            return Input.ReadArray(range, null, default);
        }

        using ProgressReporter progress = new(this, Activities.Read(Input.Owner));
        byte[] bytes = Input.ReadArray(range, progress.Update, Stop);
        progress.Finish(bytes.Length);
        return bytes;
    }

    private void ReadRecords(MapRange range)
    {
        using ProgressReporter progress = new(this, Activities.Read(Input.Owner));
        if (Struct.Plan is not null)
        {
            long? count = Struct.IsVariable ? Count ?? (Length is null ? 1 : null) : range.Length / Struct.Size;
            foreach ((object[] records, long end) in Struct.WalkAll(Input.Owner, range, count, StructObjects.Build, Stop))
            {
                WriteObject(records, enumerateCollection: true);
                progress.Update(end - range.Offset, range.Length);
            }

            return;
        }

        long done = 0;
        foreach (object[] records in Struct.DecodeAll(Input.Owner, range, StructObjects.Build, Stop))
        {
            WriteObject(records, enumerateCollection: true);
            done += (long)records.Length * Struct.Size;
            progress.Update(done, range.Length);
        }
    }

    /// <summary>The range of as many items as -Count or -Length says.</summary>
    private MapRange ResolveItems(int size, string what)
    {
        if (Count is null && Length % size is > 0)
        {
            throw CombinationErrors.PartialItems(Length, size, what);
        }

        long count = Count ?? (Length is null ? 1 : Length.Value / size);
        long length = count <= long.MaxValue / size ? count * size : long.MaxValue;
        if (length > Length)
        {
            throw CombinationErrors.MoreItemsThanLength(count, what, length, Length);
        }

        return Input.Resolve(Offset, length, FromEnd);
    }

    private void ReadValues(MapRange range, int size)
    {
        // Pieces hold whole values: every size divides the piece size.
        byte[] buffer = new byte[Math.Min(ValuePiece, range.Length)];
        for (long done = 0; done < range.Length; done += buffer.Length)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, range.Length - done));
            Input.Owner.CopyOut(range.Offset + done, piece);
            for (int i = 0; i < piece.Length; i += size)
            {
                WriteObject(ValueCodec.Decode(buffer.AsSpan(i, size), As, BigEndian));
            }
        }
    }

    private void ReadText(MapRange range)
    {
        if (NullTerminated)
        {
            range = range with { Length = TerminatedText.Length(Input.Owner, range, Encoding, Stop) };
        }

        WriteObject(TextCodec.GetString(Encoding, ReadArray(range)));
    }
}
