using System;

namespace MmapModule;

/// <summary>The values of a record that is being read, for expressions in it and in the records inside of it.</summary>
internal sealed class RecordScope
{
    private readonly RecordScope? _around;
    private readonly object?[] _values;
    private RecordScope?[]? _inside;
    private object?[]? _numbers;

    /// <param name="values">The values, which are added while the record is read.</param>
    /// <param name="around">The record that this one is in.</param>
    internal RecordScope(object?[] values, RecordScope? around)
    {
        _values = values;
        _around = around;
    }

    /// <summary>Notes the number of a value that has a name.</summary>
    internal void SetNumber(int slot, object number)
    {
        _numbers ??= new object?[_values.Length];
        _numbers[slot] = number;
    }

    /// <summary>Notes a record in this one.</summary>
    internal void Set(int slot, RecordScope inside)
    {
        _inside ??= new RecordScope?[_values.Length];
        _inside[slot] = inside;
    }

    /// <summary>Forgets what an earlier part of the same name was.</summary>
    internal void Forget(int slot)
    {
        if (_numbers is not null)
        {
            _numbers[slot] = null;
        }

        if (_inside is not null)
        {
            _inside[slot] = null;
        }
    }

    /// <exception cref="MissingFieldException">This record lacks the field, or it is no number.</exception>
    internal Int128 Find(StructExpression.Reference reference)
    {
        RecordScope? scope = this;
        for (int i = 0; i < reference.Up; i++)
        {
            scope = scope?._around;
        }

        for (int i = 0; i < reference.Slots.Count - 1; i++)
        {
            scope = scope?._inside?[reference.Slots[i]];
        }

        return scope?.NumberAt(reference.Slots[^1]) ?? throw new MissingFieldException(reference.Name);
    }

    /// <summary>The number of a field of this record; null if the record lacks it, or if it is no number.</summary>
    internal Int128? NumberAt(int slot) => ValueConversion.NumberOf(_numbers?[slot] ?? _values[slot]);
}
