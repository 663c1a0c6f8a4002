using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>Puts fields one after the other, on boundaries if wanted, and keeps the size in bounds.</summary>
/// <remarks>
/// As long as all offsets are known they are calculated here. From the first part on that depends on the record, they are not, and
/// the list of parts (<see cref="RecordItem"/>) is what records are read by.
/// </remarks>
internal sealed class LayoutBuilder
{
    /// <summary>A record is read into one array.</summary>
    internal static readonly long LargestSize = Array.MaxLength;

    /// <summary>The offset of a field, and the size of a layout, that depends on the record.</summary>
    internal const int Unknown = -1;

    private readonly List<MappedStructField> _fields = [];
    private readonly List<RecordItem> _items = [];
    private readonly List<string> _slots = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _optional = new(StringComparer.OrdinalIgnoreCase);
    private readonly int _pack;
    private long _position;
    private long _size;
    private int _alignment = 1;
    private bool _isPlanned;
    private bool _isVariable;
    private readonly Dictionary<StructExpression, RecordCondition[]> _paths = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<StructExpression, int> _questions = new(ReferenceEqualityComparer.Instance);
    private StructExpression? _condition;
    private RecordCondition[] _conditions = [];
    private (FieldType Type, bool BigEndian, int Bits, int Slot)? _unit;

    internal LayoutBuilder(int pack) => _pack = pack;

    internal int Count => _fields.Count;

    /// <summary>The structure around this one, whose fields can be used in expressions.</summary>
    internal LayoutBuilder? Outer { get; init; }

    private bool IsKnown => _position >= 0;

    /// <summary>Whether a name is in use. Parts of which a record has only one may use the same one.</summary>
    internal bool Has(string name) => _names.ContainsKey(name) && !(_condition is not null && _optional.Contains(name));

    /// <summary>The place of the value of a field, and the field; null if there is none of that name yet, or if it may be one of several structures.</summary>
    internal (int Slot, MappedStructField Field)? Find(string name)
    {
        List<MappedStructField> found = FindAll(name);
        return found.Count > 0 && found.TrueForAll(field => field.ElementType.Struct == found[0].ElementType.Struct) ? (_names[name], found[^1]) : null;
    }

    /// <summary>The types that a field may have, of which a record has one.</summary>
    internal IEnumerable<FieldType> TypesOf(string name) => FindAll(name).ConvertAll(static field => field.ElementType);

    /// <summary>What follows is there only if a condition holds; null for always. Returns the condition before.</summary>
    internal StructExpression? SetCondition(StructExpression? condition)
    {
        StructExpression? before = _condition;
        _condition = condition;
        _conditions = condition is null ? [] : PathOf(condition);
        _unit = null;
        Lose();
        return before;
    }

    /// <summary>The next field, or the end of the record, comes at this offset.</summary>
    internal bool TryMoveTo(long offset)
    {
        if (offset > LargestSize)
        {
            return false;
        }

        Plan(RecordItemKind.Move, new StructExpression.Number(offset), string.Empty);
        return Place(offset);
    }

    /// <summary>The same at an offset that depends on the record.</summary>
    internal void MoveTo(StructExpression offset, string text)
    {
        Plan(RecordItemKind.Move, offset, text);
        Lose();
    }

    internal bool TrySkip(long bytes)
    {
        Plan(RecordItemKind.Skip, new StructExpression.Number(bytes), string.Empty);
        return bytes <= LargestSize && (!IsKnown || Place(_position + bytes));
    }

    internal void Skip(StructExpression bytes, string text)
    {
        Plan(RecordItemKind.Skip, bytes, text);
        Lose();
    }

    /// <summary>Moves to the next multiple of a power of two.</summary>
    internal bool TryAlign(long unit)
    {
        Plan(RecordItemKind.Align, new StructExpression.Number(unit), string.Empty);
        return unit <= LargestSize && (!IsKnown || Place(MapRange.AlignUp(_position, unit)));
    }

    /// <summary>Adds bytes that must be there, as a field if they have a name.</summary>
    internal bool TryAddMagic(string? name, byte[] bytes)
    {
        MagicCodec codec = new(bytes);
        _isPlanned = true;
        int slot = -1;
        if (name is not null)
        {
            slot = SlotOf(name);
            FieldType type = new("magic", 1, hasByteOrder: false, _ => codec);
            _fields.Add(new MappedStructField(name, type, (int)_position, null, codec, bigEndian: false));
        }

        _items.Add(new RecordItem(RecordItemKind.Magic) { Conditions = _conditions, Magic = bytes, Text = codec.Text, Slot = slot, Offset = (int)_position });
        _unit = null;
        return !IsKnown || Place(_position + bytes.Length);
    }

    /// <summary>Adds a field; false if the record would become too large.</summary>
    /// <param name="name">A name that is not in use.</param>
    /// <param name="type">The type of an element.</param>
    /// <param name="count">How many elements.</param>
    /// <param name="bigEndian">Most significant byte first.</param>
    /// <param name="isPlaced">The offset was given, so it stays what it is.</param>
    /// <param name="check">What the value must be; null for anything.</param>
    internal bool TryAdd(string name, FieldType type, FieldCount count, bool bigEndian, bool isPlaced, StructExpression? check = null)
    {
        FieldCodec codec = type.Codec(bigEndian);
        int boundary = Math.Min(type.Alignment, _pack);
        _alignment = Math.Max(_alignment, boundary);
        _isPlanned |= check is not null || type.Struct?.Plan is not null;
        int slot = SlotOf(name);
        _unit = null;
        bool isVariable = count.Kind != RecordCount.Fixed || codec is VarintCodec || type.Struct?.IsVariable == true;
        bool isWalkedArray = count.Number is not null && (codec is VarintCodec || type.Struct?.Plan is not null);
        RecordItem item = new(RecordItemKind.Field)
        {
            Conditions = _conditions,
            Amount = count.Expression ?? (isWalkedArray ? new StructExpression.Number(count.Number!.Value) : null),
            Text = count.Text,
            Slot = slot,
            Count = isWalkedArray ? RecordCount.Expression : count.Kind,
            Boundary = isPlaced ? 1 : boundary,
            Check = check,
        };
        long start = !IsKnown ? Unknown : isPlaced ? _position : MapRange.AlignUp(_position, boundary);
        if (isVariable)
        {
            MappedStructField varying = new(name, type, (int)start, count, codec, bigEndian);
            _fields.Add(varying);
            _items.Add(item with { Field = varying });
            Lose();
            return true;
        }

        if ((long)codec.Size * (count.Number ?? 1) > LargestSize)
        {
            return false;
        }

        FieldCodec whole = count.Number is null || isWalkedArray ? codec : codec.Repeat(count.Number.Value);
        MappedStructField field = isWalkedArray
            ? new MappedStructField(name, type, (int)start, count, codec, bigEndian, codec.Size * count.Number!.Value)
            : new MappedStructField(name, type, (int)start, count.Number, whole, bigEndian);
        if (IsKnown && !Place(start + field.Size))
        {
            return false;
        }

        _fields.Add(field);
        _items.Add(item with { Field = field });
        return true;
    }

    /// <summary>Adds some bits of a number: of the same one as the bits before, if they have room there. Without a name they are left out.</summary>
    internal bool TryAddBits(string? name, FieldType type, int width, bool bigEndian, bool isPlaced, StructExpression? check)
    {
        FieldCodec number = type.Codec(bigEndian);
        int total = number.Size * PartialNumber.BitsOfByte;
        bool isContinued = !isPlaced && width > 0 && _unit is { } last && last.Type == type && last.BigEndian == bigEndian && last.Bits + width <= total;
        if (width == 0)
        {
            _unit = null;
            return true;
        }

        int first = isContinued ? _unit!.Value.Bits : 0;
        int boundary = Math.Min(type.Alignment, _pack);
        _alignment = Math.Max(_alignment, boundary);
        long start = !IsKnown ? Unknown : isContinued ? _position - number.Size : isPlaced ? _position : MapRange.AlignUp(_position, boundary);
        BitCodec codec = new(number, bigEndian, first, width);
        FieldType bits = new(FormattableString.Invariant($"{type.Name}:{width}"), type.Alignment, type.HasByteOrder, _ => codec);
        MappedStructField field = new(name ?? string.Empty, bits, (int)start, null, codec, bigEndian);
        int slot = name is null ? -1 : SlotOf(name);
        _isPlanned |= check is not null;
        if (name is not null)
        {
            _fields.Add(field);
        }

        _items.Add(new RecordItem(RecordItemKind.Field)
        {
            Conditions = _conditions,
            Field = field,
            Slot = slot,
            Boundary = isPlaced ? 1 : boundary,
            IsContinued = isContinued,
            Check = check,
        });
        _unit = (type, bigEndian, first + width, slot);
        return !IsKnown || Place(start + number.Size);
    }

    /// <summary>The layout; null if it would be too large. As in C, its size is a multiple of its boundary.</summary>
    internal MappedStruct? Build(string? name)
    {
        long size = _isVariable ? Unknown : MapRange.AlignUp(_size, _alignment);
        return size > LargestSize ? null : new MappedStruct(_fields.ToArray(), (int)size, _alignment, name)
        {
            Plan = _isPlanned || _isVariable ? _items.ToArray() : null,
            Questions = _questions.Count,
            LeastSize = _isVariable ? LeastSize() : (int)size,
            PropertyNames = _isVariable ? [.. _slots, MappedStruct.OffsetName, MappedStruct.SizeName] : [.. _slots],
        };
    }

    private List<MappedStructField> FindAll(string name) =>
        _fields.FindAll(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The questions that a condition consists of: those of the parts around it, and its own, which 'else' turns around.</summary>
    private RecordCondition[] PathOf(StructExpression condition)
    {
        if (!_paths.TryGetValue(condition, out RecordCondition[]? path))
        {
            (RecordCondition[] around, StructExpression own) = condition is StructExpression.Binary { Sign: "&&" } both && _paths.TryGetValue(both.Left, out RecordCondition[]? outer)
                ? (outer, both.Right)
                : ([], condition);
            bool isElse = own is StructExpression.Unary { Sign: '!' } not && _questions.ContainsKey(not.Operand);
            StructExpression question = isElse ? ((StructExpression.Unary)own).Operand : own;
            if (!_questions.TryGetValue(question, out int index))
            {
                index = _questions.Count;
                _questions.Add(question, index);
            }

            path = [.. around, new RecordCondition(index, question, !isElse)];
            _paths.Add(condition, path);
        }

        return path;
    }

    /// <summary>How many bytes any record has at least.</summary>
    private int LeastSize()
    {
        int least = 0;
        foreach (RecordItem item in _items)
        {
            if (item is { Kind: RecordItemKind.Field, Conditions.Length: 0, Count: RecordCount.Fixed })
            {
                least = Math.Max(least, item.Field!.ElementType.Struct is { IsVariable: true } inner ? inner.LeastSize : Math.Max(item.Field.Size, 0));
            }
        }

        return least;
    }

    private int SlotOf(string name)
    {
        if (_condition is not null)
        {
            _optional.Add(name);
        }

        if (!_names.TryGetValue(name, out int slot))
        {
            slot = _slots.Count;
            _slots.Add(name);
            _names.Add(name, slot);
        }

        return slot;
    }

    private void Plan(RecordItemKind kind, StructExpression amount, string text)
    {
        _unit = null;
        _items.Add(new RecordItem(kind) { Conditions = _conditions, Amount = amount, Text = text });
    }

    private bool Place(long offset)
    {
        if (offset > LargestSize)
        {
            return false;
        }

        // In a part that may not be there, what follows is not known anyway.
        _position = _condition is null ? offset : Unknown;
        _size = Math.Max(_size, offset);
        return true;
    }

    private void Lose()
    {
        _position = Unknown;
        _isVariable = true;
    }
}
