using System;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Refuses lists that contain themselves before PowerShell converts them to an enumeration, which would overflow the stack.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FlatAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        Check(inputData);
        return inputData;
    }

    /// <exception cref="ArgumentTransformationMetadataException">A list contains itself or is nested too deep.</exception>
    internal static void Check(object? value)
    {
        try
        {
            foreach (object? item in ValueList.Flatten(value))
            {
                _ = item;
            }
        }
        catch (MmapException error)
        {
            throw BindingErrors.Wrong(error);
        }
    }
}
