using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>
/// Reads records part by part, because where a part is depends on those before it. What a file says is not believed: each count is
/// compared with the bytes that there are before memory is taken for it.
/// </summary>
internal sealed class RecordWalker
{
    /// <summary>One record may cost so many bytes. Parts that lie over each other could multiply what a small file takes.</summary>
    private const long MostCost = 1L << 30;

    /// <summary>A record in a record costs at least this.</summary>
    private const long CostOfRecord = 256;

    private readonly RecordSource _source;
    private readonly RecordBuilder _build;
    private long _cost;

    internal RecordWalker(RecordSource source, RecordBuilder build)
    {
        _source = source;
        _build = build;
    }

    /// <summary>Reads one record.</summary>
    /// <param name="layout">Its layout.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="size">How many bytes it has.</param>
    internal object Read(MappedStruct layout, long start, out long size)
    {
        _cost = 0;
        return Walk(layout, start, null, out size, out _);
    }

    private object Walk(MappedStruct layout, long start, RecordScope? around, out long size, out RecordScope scope)
    {
        Pay(CostOfRecord, start);
        object?[] values = new object?[layout.PropertyNames.Count];
        scope = new RecordScope(values, around);
        long end = layout.Plan is { } plan ? WalkPlan(plan, start, scope, values) : ReadFields(layout, start, scope, values);
        size = MapRange.AlignUp(end - start, layout.Alignment);
        Require(start, size, "record");
        if (layout.IsVariable)
        {
            values[^2] = start;
            values[^1] = size;
        }

        return _build(layout, values!);
    }

    /// <summary>A layout without a plan, whose fields may be of interest to expressions outside of it.</summary>
    private long ReadFields(MappedStruct layout, long start, RecordScope scope, object?[] values)
    {
        Require(start, layout.Size, "record");
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ReadFixed(layout.Fields[i], i, start + layout.Fields[i].Offset, scope, out _);
        }

        return start + layout.Size;
    }

    private long WalkPlan(IReadOnlyList<RecordItem> plan, long start, RecordScope scope, object?[] values)
    {
        long position = start;
        long end = start;
        long unit = start;
        foreach (RecordItem item in plan)
        {
            if (item.Condition is { } condition && Evaluate(condition, scope, "if", position) == 0)
            {
                continue;
            }

            switch (item.Kind)
            {
                case RecordItemKind.Move:
                    position = start + AmountOf(item, scope, position, _source.Range.End - start);
                    break;
                case RecordItemKind.Skip:
                    position += AmountOf(item, scope, position, _source.Range.End - position);
                    break;
                case RecordItemKind.Align:
                    position = start + MapRange.AlignUp(position - start, (long)item.Amount!.Constant!.Value);
                    break;
                case RecordItemKind.Magic:
                    CheckMagic(item, position, values);
                    position += item.Magic.Length;
                    break;
                default:
                    position = item.IsContinued ? unit : start + MapRange.AlignUp(position - start, item.Boundary);
                    unit = position;
                    position += item.Slot < 0 ? item.Field!.Size : TakeField(item, position, scope, values);
                    break;
            }

            end = Math.Max(end, position);
        }

        return end;
    }

    private long TakeField(RecordItem item, long position, RecordScope scope, object?[] values)
    {
        values[item.Slot] = ReadField(item, position, scope, out long length);
        CheckValue(item, position, scope);
        return length;
    }

    private object ReadField(RecordItem item, long position, RecordScope scope, out long length)
    {
        MappedStructField field = item.Field!;
        switch (item.Count)
        {
            case RecordCount.Fixed:
                return ReadFixed(field, item.Slot, position, scope, out length);
            case RecordCount.ToZero:
                return ReadText(field, position, out length);
            case RecordCount.ToEnd:
                return ReadMany(field, null, position, scope, out length);
            default:
                Int128 count = Evaluate(item.Amount!, scope, item.Text, position);
                return count < 0
                    ? throw RecordErrors.NegativeCount(_source.Map, field.Name, item.Text, count, position)
                    : ReadMany(field, count, position, scope, out length);
        }
    }

    /// <summary>A field whose number of elements is known from the definition.</summary>
    private object ReadFixed(MappedStructField field, int slot, long position, RecordScope scope, out long length)
    {
        if (!field.IsArray && field.ElementType.Struct is { Type: null } inner)
        {
            object record = Walk(inner, position, scope, out length, out RecordScope inside);
            scope.Set(slot, inside);
            return record;
        }

        if (field.Codec is VarintCodec varint)
        {
            return ReadVarint(varint, field.Name, position, out length);
        }

        length = field.Codec.Size;
        Require(position, length, field.Name);
        Pay(length, position);
        if (field.Codec is EnumCodec names)
        {
            scope.Set(slot, names);
        }

        return field.Codec.Decode(_source.Read(position, length), _build);
    }

    /// <summary>Elements whose number the record says, or as many as there are if it is null.</summary>
    private object ReadMany(MappedStructField field, Int128? count, long position, RecordScope scope, out long length)
    {
        long rest = Math.Max(0, _source.Range.End - position);
        FieldCodec element = field.Codec.Element;
        if (field.ElementType.Struct?.Plan is null && element is not VarintCodec)
        {
            Int128 many = count ?? rest / element.Size;
            length = many <= rest / element.Size ? (long)many * element.Size : throw RecordErrors.BeyondEnd(_source.Map, field.Name, many, element.Size, position, _source.Range.End);
            if (length > Array.MaxLength)
            {
                throw RecordErrors.TooLarge(_source.Map, field.Name, many, position);
            }

            Pay(length * (field.ElementType.Struct is null ? 1 : 1 + (CostOfRecord / element.Size)), position);
            return element.Repeat((int)many).Decode(_source.Read(position, length), _build);
        }

        // Each element takes at least a byte, or at least the bytes that its layout has anyway.
        int least = Math.Max(1, field.ElementType.Struct?.LeastSize ?? 1);
        if (count > rest / least)
        {
            throw RecordErrors.BeyondEnd(_source.Map, field.Name, count.Value, least, position, _source.Range.End);
        }

        List<object> values = [];
        long at = position;
        while (count is null ? at < _source.Range.End : values.Count < count)
        {
            _source.ThrowIfCanceled();
            long size;
            values.Add(field.ElementType.Struct is { } inner
                ? Walk(inner, at, scope, out size, out _)
                : ReadVarint((VarintCodec)element, field.Name, at, out size));
            at += size > 0 || count is not null ? size : throw RecordErrors.Empty(_source.Map, field.Name, at);
        }

        length = at - position;
        Array array = Array.CreateInstance(element.ValueType, values.Count);
        ((System.Collections.ICollection)values).CopyTo(array, 0);
        return array;
    }

    private object ReadVarint(VarintCodec varint, string name, long position, out long length)
    {
        long most = Math.Clamp(_source.Range.End - position, 0, VarintCodec.LongestSize);
        Pay(VarintCodec.LongestSize, position);
        if (!varint.TryDecode(_source.Read(position, most), out object? value, out int size))
        {
            throw most < VarintCodec.LongestSize
                ? RecordErrors.BeyondEnd(_source.Map, name, 1, (int)most + 1, position, _source.Range.End)
                : RecordErrors.LongVarint(_source.Map, name, position);
        }

        length = size;
        return value!;
    }

    private string ReadText(MappedStructField field, long position, out long length)
    {
        TextFieldCodec codec = (TextFieldCodec)field.Codec;
        int width = codec.Unit;
        long scanned = position;
        const int step = 4096;
        while (_source.Range.End - scanned >= width)
        {
            long count = Math.Min(step, _source.Range.End - scanned) / width * width;
            ReadOnlySpan<byte> bytes = _source.Read(scanned, count);
            if (IndexOfZero(bytes, width) is >= 0 and int index)
            {
                long size = scanned + index - position;
                Pay(size, position);
                length = size + width;
                return (string)codec.Repeat((int)(size / width)).Decode(_source.Read(position, size), _build);
            }

            scanned += count;
            if (scanned - position > MostCost)
            {
                throw RecordErrors.TooLarge(_source.Map, field.Name, scanned - position, position);
            }
        }

        throw RecordErrors.NoZero(_source.Map, field.Name, position);
    }

    private static int IndexOfZero(ReadOnlySpan<byte> bytes, int width)
    {
        if (width == 1)
        {
            return bytes.IndexOf((byte)0);
        }

        for (int i = 0; i < bytes.Length; i += width)
        {
            if (bytes.Slice(i, width).IndexOfAnyExcept((byte)0) < 0)
            {
                return i;
            }
        }

        return -1;
    }

    private void CheckMagic(RecordItem item, long position, object?[] values)
    {
        long there = Math.Clamp(_source.Range.End - position, 0, item.Magic.Length);
        ReadOnlySpan<byte> found = _source.Read(position, there);
        if (!found.SequenceEqual(item.Magic))
        {
            throw RecordErrors.Magic(_source.Map, position, item.Text, item.Magic, found);
        }

        if (item.Slot >= 0)
        {
            values[item.Slot] = item.Text;
        }
    }

    private void CheckValue(RecordItem item, long position, RecordScope scope)
    {
        if (item.Check is { } check)
        {
            Int128 wanted = Evaluate(check, scope, item.Field!.Name, position);
            Int128 found = Evaluate(new StructExpression.Reference(0, [item.Slot], item.Field.Name), scope, item.Field.Name, position);
            if (wanted != found)
            {
                throw RecordErrors.WrongValue(_source.Map, item.Field.Name, position, wanted, found);
            }
        }
    }

    private long AmountOf(RecordItem item, RecordScope scope, long position, long most)
    {
        Int128 amount = Evaluate(item.Amount!, scope, item.Text, position);
        return amount >= 0 && amount <= most ? (long)amount : throw RecordErrors.WrongPlace(_source.Map, item.Text, amount, position, _source.Range.End);
    }

    private Int128 Evaluate(StructExpression expression, RecordScope scope, string text, long position)
    {
        try
        {
            return expression.Evaluate(scope);
        }
        catch (ArithmeticException)
        {
            throw RecordErrors.NoNumber(_source.Map, text, position);
        }
        catch (MissingFieldException missing)
        {
            throw RecordErrors.MissingField(_source.Map, text, missing.Message, position);
        }
    }

    private void Require(long position, long length, string name)
    {
        if (length > _source.Range.End - position)
        {
            throw RecordErrors.BeyondEnd(_source.Map, name, 1, length, position, _source.Range.End);
        }
    }

    private void Pay(long cost, long position)
    {
        _cost += cost;
        if (_cost > MostCost)
        {
            throw RecordErrors.TooCostly(_source.Map, position);
        }
    }
}
