using System;

namespace MmapModule;

/// <summary>The numbers of a record that is being read, for expressions in it and in the records inside of it.</summary>
internal sealed class RecordScope
{
    private readonly RecordScope? _around;
    private readonly Int128?[] _numbers;
    private readonly RecordScope?[] _inside;

    internal RecordScope(int slots, RecordScope? around)
    {
        _around = around;
        _numbers = new Int128?[slots];
        _inside = new RecordScope?[slots];
    }

    /// <summary>Notes a value, which counts in expressions if it is a number.</summary>
    internal void Set(int slot, object value, FieldCodec codec) => _numbers[slot] = value switch
    {
        byte number => number,
        sbyte number => number,
        ushort number => number,
        short number => number,
        uint number => number,
        int number => number,
        ulong number => number,
        long number => number,
        bool flag => flag ? 1 : 0,
        string name when codec is EnumCodec names => names.NumberOf(name),
        _ => null,
    };

    internal void Set(int slot, RecordScope inside) => _inside[slot] = inside;

    /// <exception cref="MmapException">RecordInvalid: this record lacks the field, or it is no number.</exception>
    internal Int128 Find(StructExpression.Reference reference)
    {
        RecordScope? scope = this;
        for (int i = 0; i < reference.Up; i++)
        {
            scope = scope?._around;
        }

        for (int i = 0; i < reference.Slots.Count - 1; i++)
        {
            scope = scope?._inside[reference.Slots[i]];
        }

        return scope?._numbers[reference.Slots[^1]] ?? throw new MissingFieldException(reference.Name);
    }
}
