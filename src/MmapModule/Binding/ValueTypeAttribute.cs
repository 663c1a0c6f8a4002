using System;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Lets -As be a type, or its short name in PowerShell and C, as well as a <see cref="MappedValueType"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValueTypeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        FlatAttribute.Check(inputData);
        object? value = PlainValue.Of(inputData);
        string? name = value switch
        {
            Type type => type.Name,
            string text => text,
            _ => null,
        };
        return name?.ToUpperInvariant() switch
        {
            "I8" or "INT8" => MappedValueType.SByte,
            "U8" or "UINT8" => MappedValueType.Byte,
            "I16" or "SHORT" => MappedValueType.Int16,
            "U16" or "USHORT" => MappedValueType.UInt16,
            "I32" or "INT" => MappedValueType.Int32,
            "U32" or "UINT" => MappedValueType.UInt32,
            "I64" or "LONG" => MappedValueType.Int64,
            "U64" or "ULONG" => MappedValueType.UInt64,
            "F16" => MappedValueType.Half,
            "F32" or "FLOAT" => MappedValueType.Single,
            "F64" => MappedValueType.Double,
            null => inputData,
            _ => name!,
        };
    }
}
