using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>
/// Accepts the ids of maps, paths and files where maps or regions are expected. Nothing is looked up here: an id without a map is
/// an error of its own, when its turn comes, and does not end the command.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MapInputAttribute : ArgumentTransformationAttribute
{
    /// <summary>Accepts ids only: paths belong to another parameter, or the cmdlet takes no files.</summary>
    public bool IdsOnly { get; init; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // What cannot be an input is left to PowerShell, and its error to MapConverter.
        switch (PlainValue.Of(inputData))
        {
            case MappedMemory:
                return inputData;
            case object[] several:
                return IdsOnly ? Array.ConvertAll(several, one => Item(one) is object id ? new NamedInput([id]) : one) : Several(several) ?? inputData;
            default:
                return Item(inputData) is object item ? new NamedInput([item]) : inputData;
        }
    }

    private NamedInput? Several(object[] given)
    {
        List<object> items = [];
        foreach (object one in given)
        {
            object? item = PlainValue.Of(one) as MappedMemory ?? Item(one);
            switch (item)
            {
                case null:
                    return null;
                case NamedInput inner:
                    items.AddRange(inner.Items);
                    break;
                default:
                    items.Add(item);
                    break;
            }
        }

        return items.Count > 0 ? new NamedInput(items) : null;
    }

    private object? Item(object? given)
    {
        object? plain = PlainValue.Of(given);
        if (plain is sbyte or byte or short or ushort or int or uint or long or ulong && LanguagePrimitives.TryConvertTo(plain, out int id))
        {
            return id;
        }

        if (IdsOnly)
        {
            return null;
        }

        return plain switch
        {
            string { Length: > 0 } path => path,
            FileSystemInfo file => new LiteralFile(file.FullName, file is DirectoryInfo),
            PathInfo path => new LiteralFile(path.Path, IsFolder: false),
            FileCacheRegionInfo or FileCacheDetail { IsPart: true } => null,
            FileCacheInfo info => new LiteralFile(info.Path, IsFolder: false),
            PSObject copy when Properties.Text(copy, "PSPath") is string path => new LiteralFile(path, IsFolder: Properties.Value(copy, "PSIsContainer") is true),
            _ => null,
        };
    }
}
