using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Takes keys as programs and ipcs(1) write them: up to 0xFFFFFFFF, though a key is a signed number.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        List<object?> keys = [];
        try
        {
            foreach (object? item in ValueList.Flatten(inputData))
            {
                long key = 0;
                bool isKey = PlainValue.IsNumber(PlainValue.Of(item))
                    && LanguagePrimitives.TryConvertTo(item, CultureInfo.InvariantCulture, out key)
                    && key is >= int.MinValue and <= uint.MaxValue;
                keys.Add(isKey ? unchecked((int)key) : throw BindingErrors.NoKey(item));
            }
        }
        catch (MmapException error)
        {
            throw BindingErrors.Wrong(error);
        }

        return keys.ToArray();
    }
}
