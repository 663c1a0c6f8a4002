using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using MmapModule.Access;

namespace MmapModule;

/// <summary>A layout: the fields of a record in memory, and where they are.</summary>
/// <remarks>Made from a definition by <see cref="Parse(string)"/>, or from a .NET structure by <see cref="FromType"/>. It never changes.</remarks>
public sealed class MappedStruct
{
    /// <summary>Structures in structures, wherever they come from: each level costs a part of the stack when a record is read.</summary>
    internal const int DeepestNesting = 32;

    /// <summary>Where a record of variable size was found, as a property of it.</summary>
    internal const string OffsetName = "RecordOffset";

    /// <summary>How many bytes it had.</summary>
    internal const string SizeName = "RecordSize";

    /// <summary>Records are read about this many bytes at a time.</summary>
    private const int PieceSize = 32 * 1024;

    /// <summary>Records that are read part by part are handed on so many at a time.</summary>
    private const int RecordsAtOnce = 128;

    private readonly FieldCodec[] _codecs;

    internal MappedStruct(IReadOnlyList<MappedStructField> fields, int size, int alignment, string? name = null, Type? type = null)
    {
        Fields = fields;
        Size = size;
        Alignment = alignment;
        Name = name;
        Type = type;
        _codecs = new FieldCodec[fields.Count];
        for (int i = 0; i < fields.Count; i++)
        {
            _codecs[i] = fields[i].Codec;
            Depth = Math.Max(Depth, fields[i].ElementType.Struct?.Depth + 1 ?? 0);
            Cost = long.CreateSaturating((Int128)Cost + RecordCost.OfProperty + RecordCost.Of(fields[i], fields[i].Codec.Size / Math.Max(1, fields[i].Codec.Element.Size)));
        }

        Cost = long.CreateSaturating((Int128)Cost + RecordCost.OfRecord);
        LeastSize = Math.Max(size, 0);

        PropertyNames = [.. fields.Select(static field => field.Name)];
    }

    /// <summary>The number of bytes of one record, padding included; -1 if it depends on the record (<see cref="IsVariable"/>).</summary>
    public int Size { get; }

    /// <summary>Whether records can have different sizes. Such records are read and not written.</summary>
    public bool IsVariable => Size < 0;

    /// <summary>The boundary in bytes that records of this layout are put on inside of others: 1 unless the layout was made with a pack.</summary>
    public int Alignment { get; }

    /// <summary>The name that a definition or a .NET structure gives it; null if it has none.</summary>
    public string? Name { get; }

    /// <summary>The .NET structure that it was made from, and whose instances are read; null if it was made from a definition.</summary>
    public Type? Type { get; }

    /// <summary>The definition it was made from; null if it was made from a .NET structure.</summary>
    public string? Definition { get; internal set; }

    /// <summary>The document that a layout of the module follows; null for other layouts.</summary>
    public string? Source { get; internal set; }

    /// <summary>The fields, in the order of the definition.</summary>
    public IReadOnlyList<MappedStructField> Fields { get; }

    /// <summary>Reads a definition: 'u32be magic; u16 ver; char[8] name'.</summary>
    /// <param name="definition">The definition; see about_MmapModule_Structs.</param>
    /// <returns>The layout, without padding and with the least significant byte first.</returns>
    /// <exception cref="MmapException">InvalidArgument: the message says where and why.</exception>
    public static MappedStruct Parse(string definition) => Parse(definition, new MappedStructOptions());

    /// <summary>Reads a definition.</summary>
    /// <param name="definition">The definition; see about_MmapModule_Structs.</param>
    /// <param name="options">What holds where the definition itself says nothing.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="MmapException">InvalidArgument: the message says where and why.</exception>
    public static MappedStruct Parse(string definition, MappedStructOptions options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(options);
        MappedStruct made = new DefinitionParser(definition, options).Parse();
        made.Definition = definition;
        return made;
    }

    /// <summary>The layouts that come with the module: ELF64, PNG, ZIPEntry and others.</summary>
    /// <returns>All of them, in the order of their names.</returns>
    public static IReadOnlyList<MappedStruct> GetReady() => [.. ReadyStructs.All.Select(static ready => ready.Layout)];

    /// <summary>Makes the layout that a .NET structure has in native memory, as Marshal.OffsetOf and Marshal.SizeOf tell.</summary>
    /// <param name="type">A structure, or a class with StructLayout, of numbers, texts and arrays of fixed size and structures of them.</param>
    /// <returns>The layout; reading with it gives instances of the type.</returns>
    /// <exception cref="MmapException">InvalidArgument: the type has no fixed layout, or a field that is a pointer.</exception>
    public static MappedStruct FromType(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return NativeLayout.Create(type);
    }

    /// <summary>The parts by which records are read one after the other; null if every field has its offset and takes any bytes.</summary>
    internal IReadOnlyList<RecordItem>? Plan { get; init; }

    /// <summary>The names of the values of a record.</summary>
    internal IReadOnlyList<string> PropertyNames { get; init; }

    /// <summary>How many questions decide which parts a record has.</summary>
    internal int Questions { get; init; }

    /// <summary>Any record has at least this many bytes.</summary>
    internal int LeastSize { get; init; }

    /// <summary>About how many bytes of memory the object for a record takes, with those inside of it whose number is known.</summary>
    internal long Cost { get; }

    /// <summary>How many structures lie inside of each other in it.</summary>
    internal int Depth { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Shown.Name(Name ?? "struct")} ({(IsVariable ? "variable size" : $"{Size} bytes")}, {Fields.Count} fields)");

    /// <summary>Makes an object of the bytes of one record.</summary>
    /// <param name="bytes">As many bytes as <see cref="Size"/>.</param>
    /// <param name="build">Makes the object from the values, which have the order of <see cref="Fields"/>.</param>
    internal object Decode(ReadOnlySpan<byte> bytes, RecordBuilder build)
    {
        if (Type is not null)
        {
            return NativeRecord.Decode(bytes, Type);
        }

        object[] values = new object[_codecs.Length];
        for (int i = 0; i < _codecs.Length; i++)
        {
            MappedStructField field = Fields[i];
            values[i] = _codecs[i].Decode(bytes.Slice(field.Offset, field.Size), build);
        }

        return build(this, values);
    }

    /// <summary>Makes the objects of a range, in order but on several cores: for most of them making it costs more than reading it.</summary>
    /// <param name="map">The map.</param>
    /// <param name="range">A whole number of records.</param>
    /// <param name="build">Makes an object from its values; called from several threads.</param>
    /// <param name="cancellation">Ends the walk with OperationCanceledException.</param>
    /// <returns>The records of one piece after the other.</returns>
    internal IEnumerable<object[]> DecodeAll(MemoryMap map, MapRange range, RecordBuilder build, CancellationToken cancellation)
    {
        int pieceSize = Math.Max(1, PieceSize / Size) * Size;
        int threads = range.Length <= pieceSize ? 1 : Environment.ProcessorCount;
        return OrderedPieces.Run(range, threads, (piece, stop) => DecodePiece(map, piece, build, stop), cancellation, pieceSize: pieceSize);
    }

    /// <summary>Makes the objects of records that must be read part by part, one after the other.</summary>
    /// <param name="map">The map.</param>
    /// <param name="range">Nothing after it is read.</param>
    /// <param name="count">How many records; null for as many as fill the range.</param>
    /// <param name="build">Makes an object from its values.</param>
    /// <param name="cancellation">Ends the walk with OperationCanceledException.</param>
    /// <returns>Some records, and where the last of them ends. What could be read before an error comes before it.</returns>
    internal IEnumerable<(object[] Records, long End)> WalkAll(MemoryMap map, MapRange range, long? count, RecordBuilder build, CancellationToken cancellation)
    {
        List<object> records = new(RecordsAtOnce);
        long start = range.Offset;
        long end = start;
        using IEnumerator<(object Record, long End)> walk = Walk(map, range, count, build, cancellation).GetEnumerator();
        while (true)
        {
            MmapException? failure = null;
            bool isMore = false;
            try
            {
                isMore = walk.MoveNext();
            }
            catch (MmapException error)
            {
                failure = error;
            }

            if (isMore)
            {
                records.Add(walk.Current.Record);
                end = walk.Current.End;
            }

            if (records.Count > 0 && (!isMore || records.Count == RecordsAtOnce || end - start >= PieceSize))
            {
                yield return ([.. records], end);
                records.Clear();
                start = end;
            }

            if (failure is not null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            if (!isMore)
            {
                yield break;
            }
        }
    }

    /// <summary>The same one by one.</summary>
    internal IEnumerable<(object Record, long End)> Walk(MemoryMap map, MapRange range, long? count, RecordBuilder build, CancellationToken cancellation)
    {
        RecordSource source = new(map, range, cancellation);
        RecordWalker walker = new(source, build);
        long position = range.Offset;
        for (long i = 0; count is null ? position < range.End : i < count; i++)
        {
            source.ThrowIfCanceled();
            object record = walker.Read(this, position, out long size);
            if (size == 0 && count is null or > 1)
            {
                throw RecordErrors.Empty(map, Name ?? "record", position);
            }

            position += size;
            yield return (record, position);
        }
    }

    private object[] DecodePiece(MemoryMap map, MapRange piece, RecordBuilder build, CancellationToken cancellation)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)piece.Length);
        map.CopyOut(piece.Offset, bytes, null, cancellation);
        object[] records = new object[bytes.Length / Size];
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = Decode(bytes.AsSpan(i * Size, Size), build);
        }

        return records;
    }
}
