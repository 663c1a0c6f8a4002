using System;
using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Takes a difference for its two regions: what is shown may be either side.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HighlightAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        bool hasDifferences = false;
        List<object?> regions = [];
        try
        {
            foreach (object? item in ValueList.Flatten(inputData))
            {
                if (PlainValue.Of(item) is MappedDifference difference)
                {
                    hasDifferences = true;
                    regions.Add(difference.Reference);
                    regions.Add(difference.Difference);
                }
                else
                {
                    regions.Add(item);
                }
            }
        }
        catch (MmapException error)
        {
            throw BindingErrors.Wrong(error);
        }

        return hasDifferences ? regions.ToArray() : inputData;
    }
}
