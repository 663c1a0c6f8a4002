using System;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Lets -Struct be a definition or a .NET structure as well as a layout that New-MappedStruct has made.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MappedStructAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return PlainValue.Of(inputData) switch
            {
                string name when ReadyStructs.Find(name.Trim()) is { } ready => ready.Layout,
                string definition => MappedStruct.Parse(definition),
                Type type => MappedStruct.FromType(type),
                _ => inputData,
            };
        }
        catch (MmapException error)
        {
            throw BindingErrors.Wrong(error);
        }
    }
}
