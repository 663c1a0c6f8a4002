using System;
using System.Collections.Generic;
using MmapModule.Access;

namespace MmapModule;

/// <summary>
/// Reads records part by part, because where a part is depends on those before it. What a file says is not believed: each count is
/// compared with the bytes that there are before memory is taken for it.
/// </summary>
internal sealed class RecordWalker
{
    /// <summary>One record may cost so many bytes. Parts that lie over each other could multiply what a small file takes.</summary>
    private const long MostCost = 1L << 30;

    /// <summary>Larger arrays are made in pieces, with a look at Ctrl+C between them.</summary>
    private const int ElementsAtOnce = 64 * 1024;

    /// <summary>Answers of a record that has more questions than this are kept on the heap.</summary>
    private const int FewQuestions = 64;

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
        _source.ThrowIfCanceled();
        Pay(RecordCost.OfRecord + (RecordCost.OfProperty * layout.PropertyNames.Count), start);
        object?[] values = new object?[layout.PropertyNames.Count];
        scope = new RecordScope(values, around);
        long end = layout.Plan is { } plan ? WalkPlan(layout, plan, start, scope, values) : ReadFields(layout, start, scope, values);
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

    private long WalkPlan(MappedStruct layout, IReadOnlyList<RecordItem> plan, long start, RecordScope scope, object?[] values)
    {
        Span<bool?> answers = layout.Questions <= FewQuestions ? stackalloc bool?[layout.Questions] : new bool?[layout.Questions];
        answers.Clear();
        long position = start;
        long end = start;
        long unit = start;
        foreach (RecordItem item in plan)
        {
            if (item.Conditions.Length > 0 && !IsThere(item.Conditions, answers, scope, position))
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
                    position += item.Slot < 0 ? PassBits(item, position, scope) : TakeField(item, position, scope, values);
                    break;
            }

            end = Math.Max(end, position);
        }

        return end;
    }

    private bool IsThere(RecordCondition[] conditions, Span<bool?> answers, RecordScope scope, long position)
    {
        foreach (RecordCondition condition in conditions)
        {
            if ((answers[condition.Index] ??= Evaluate(condition.Expression, scope, "if", position) != 0) != condition.IsWanted)
            {
                return false;
            }
        }

        return true;
    }

    private long TakeField(RecordItem item, long position, RecordScope scope, object?[] values)
    {
        scope.Forget(item.Slot);
        values[item.Slot] = ReadField(item, position, scope, out long length);
        CheckValue(item, position, scope, item.Check is null ? null : scope.NumberAt(item.Slot));
        return length;
    }

    /// <summary>Bits without a name, of which only the value may count.</summary>
    private long PassBits(RecordItem item, long position, RecordScope scope)
    {
        MappedStructField field = item.Field!;
        if (item.Check is not null)
        {
            Require(position, field.Size, field.Type);
            CheckValue(item, position, scope, ValueConversion.NumberOf(field.Codec.Decode(_source.Read(position, field.Size), _build)));
        }

        return field.Size;
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
        Pay(RecordCost.Of(field, length / Math.Max(1, field.Codec.Element.Size)), position);
        ReadOnlySpan<byte> bytes = _source.Read(position, length);
        if (field.Codec is EnumCodec names)
        {
            scope.SetNumber(slot, names.DecodeNumber(bytes, _build));
        }

        return field.Codec.Decode(bytes, _build);
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

            Pay(RecordCost.Of(field, (long)many), position);
            return DecodeMany(element, (int)many, position, length);
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

    private object DecodeMany(FieldCodec element, int count, long position, long length)
    {
        // A text is one value, however long it is.
        FieldCodec all = element.Repeat(count);
        if (count <= ElementsAtOnce || all is not ArrayCodec)
        {
            return all.Decode(_source.Read(position, length), _build);
        }

        Array? values = null;
        for (int done = 0; done < count; done += ElementsAtOnce)
        {
            _source.ThrowIfCanceled();
            int some = Math.Min(ElementsAtOnce, count - done);
            Array piece = element.DecodeArray(_source.Read(position + ((long)done * element.Size), (long)some * element.Size), some, _build);
            values ??= Array.CreateInstance(piece.GetType().GetElementType()!, count);
            Array.Copy(piece, 0, values, done, some);
        }

        return values!;
    }

    private object ReadVarint(VarintCodec varint, string name, long position, out long length)
    {
        long most = Math.Clamp(_source.Range.End - position, 0, VarintCodec.LongestSize);
        Pay(RecordCost.OfObject, position);
        ReadOnlySpan<byte> bytes = _source.ReadSome(position, most);
        if (!varint.TryDecode(bytes, out object? value, out int size))
        {
            // All of it is wanted: that fails with the reason if there is no more.
            throw bytes.Length < _source.Read(position, most).Length || most < VarintCodec.LongestSize
                ? RecordErrors.BeyondEnd(_source.Map, name, 1, (int)most + 1, position, _source.Range.End)
                : RecordErrors.LongVarint(_source.Map, name, position);
        }

        length = size;
        return value!;
    }

    private string ReadText(MappedStructField field, long position, out long length)
    {
        TextFieldCodec codec = (TextFieldCodec)field.Codec;
        int width = TextCodec.TerminatorWidth(codec.Encoding);
        long scanned = position;
        const int step = 4096;
        while (_source.Range.End - scanned >= width)
        {
            long count = Math.Min(step, _source.Range.End - scanned) / width * width;
            ReadOnlySpan<byte> bytes = _source.ReadSome(scanned, count);
            if (TerminatedText.IndexOfZero(bytes, width) is >= 0 and int index)
            {
                long size = scanned + index - position;
                Pay(size * sizeof(char), position);
                length = size + width;
                return TextCodec.GetString(codec.Encoding, _source.Read(position, size));
            }

            // What cannot be read any more is an error now: the text goes on there.
            int searched = bytes.Length / width * width;
            _ = _source.Read(scanned, Math.Min(count, bytes.Length + 1));
            scanned += searched;
            if (scanned - position > MostCost)
            {
                throw RecordErrors.TooLarge(_source.Map, field.Name, scanned - position, position);
            }
        }

        throw RecordErrors.NoZero(_source.Map, field.Name, position);
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

    private void CheckValue(RecordItem item, long position, RecordScope scope, Int128? found)
    {
        if (item.Check is { } check)
        {
            string name = item.Field!.Name.Length > 0 ? item.Field.Name : item.Field.Type;
            Int128 wanted = Evaluate(check, scope, name, position);
            if (wanted != found)
            {
                throw RecordErrors.WrongValue(_source.Map, name, position, wanted, found!.Value);
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
        _cost = long.CreateSaturating((Int128)_cost + cost);
        if (_cost > MostCost)
        {
            throw RecordErrors.TooCostly(_source.Map, position);
        }
    }
}
