using System;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Takes copies of what Get-FileCache wrote, from a file or from another process, for what they were.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CachedFileAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PlainValue.Of(inputData) switch
    {
        FileCacheInfo or FileCacheInfo[] => inputData,
        object[] several when Array.Exists(several, CachedFileCopies.IsPart) => Array.ConvertAll(several, CachedFileCopies.Restore),
        _ => CachedFileCopies.Restore(inputData),
    };
}
