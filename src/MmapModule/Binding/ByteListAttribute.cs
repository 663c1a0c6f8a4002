using System;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Makes bytes of a list of numbers. PowerShell alone would take nothing for 0 and round a fraction.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ByteListAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = PlainValue.Of(inputData);
        if (value is null or byte[])
        {
            return inputData;
        }

        try
        {
            return new ValueEncoder(MappedValueType.Byte, bigEndian: false, TextCodec.Default, nullTerminate: false).Encode(value, Array.MaxLength);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.ValueTooLarge)
        {
            // PowerShell words this one itself.
            return inputData;
        }
        catch (MmapException error)
        {
            throw BindingErrors.NoBytes(error);
        }
    }
}
