using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Threading;

namespace MmapModule.Binding;

/// <summary>
/// Takes the lines of a dump out of what comes as values: objects of Format-MappedRegion and Format-Hex, also after they have
/// been in another process, and text.
/// </summary>
internal sealed class DumpValues
{
    private const string LineType = "MmapModule.HexLine";
    private const string FormatHexType = "Microsoft.PowerShell.Commands.ByteCollection";
    private const string Deserialized = "Deserialized.";

    private readonly DumpRuns _runs = new();
    private readonly DumpText _text;

    internal DumpValues() => _text = new DumpText(_runs);

    /// <summary>Where bytes are that have no offset: at the place that the command names.</summary>
    internal bool IsPlain => _text.IsPlain;

    /// <summary>How many bytes the lines have that came so far.</summary>
    internal long Count => _runs.Count;

    /// <summary>Whether a value, or the first of a list, is a line of a dump.</summary>
    internal static bool IsLine(object? value)
    {
        object? first = PlainValue.Of(value) is IList { Count: > 0 } list and not byte[] ? list[0] : value;
        return first is not null && TypeOf(first) is not null;
    }

    /// <summary>Takes a value or a list.</summary>
    /// <param name="value">The value.</param>
    /// <param name="check">Called after each line, to stop a dump without an end.</param>
    /// <param name="stop">Ends the reading of a list with OperationCanceledException.</param>
    /// <exception cref="MmapException">InvalidArgument: it is not a line of a dump, or one that could mean two things.</exception>
    internal void Add(object? value, Action<DumpValues> check, CancellationToken stop)
    {
        foreach (object? item in ValueList.Flatten(value, IsOne, stop))
        {
            AddOne(item);
            check(this);
        }
    }

    /// <summary>What the whole dump says.</summary>
    /// <exception cref="MmapException">InvalidArgument: it is not complete, or contradicts itself.</exception>
    internal IReadOnlyList<DumpRun> Complete()
    {
        _text.Complete();
        return _runs.ToList();
    }

    private static bool IsOne(object list) => list is byte[] || TypeOf(list) is not null;

    private static string? TypeOf(object value)
    {
        // Every value that is written comes by here, and the names of a live object's types take longer than a small write.
        object? live = PlainValue.Of(value);
        if (live is not (null or PSObject or PSCustomObject))
        {
            string? type = live.GetType().FullName;
            return type is LineType or FormatHexType ? type : null;
        }

        foreach (string name in PSObject.AsPSObject(value).TypeNames)
        {
            string plain = name.StartsWith(Deserialized, StringComparison.Ordinal) ? name[Deserialized.Length..] : name;
            if (plain is LineType or FormatHexType)
            {
                return plain;
            }
        }

        return null;
    }

    private void AddOne(object? value)
    {
        if (PlainValue.Of(value) is string text)
        {
            _text.Add(text);
            return;
        }

        PSObject? line = value is null ? null : PSObject.AsPSObject(value);
        switch (line is null ? null : TypeOf(line))
        {
            case LineType:
                AddLine(line!);
                break;
            case FormatHexType:
                byte[] bytes = Property<byte[]>(line!, "Bytes");
                _runs.Add(new DumpRun((long)Property<ulong>(line!, "Offset64"), bytes));
                break;
            default:
                throw DumpErrors.NoDump(PlainValue.Of(value));
        }
    }

    private void AddLine(PSObject line)
    {
        // An enumeration value that comes from another process is a number with a name.
        switch (line.Properties[nameof(HexLine.Kind)]?.Value?.ToString())
        {
            case nameof(HexLineKind.Gap):
                if (Property<string>(line, nameof(HexLine.Display)) is { Length: > 2 } other)
                {
                    throw DumpErrors.OtherMap(other);
                }

                break;
            case nameof(HexLineKind.Frame):
                break;
            default:
                byte[] bytes = Property<byte[]>(line, nameof(HexLine.Bytes));
                _runs.Add(new DumpRun(Property<long>(line, nameof(HexLine.Offset)), bytes, Property<long>(line, nameof(HexLine.Length))));
                break;
        }
    }

    private static T Property<T>(PSObject line, string name) =>
        line.Properties[name]?.Value is { } value && LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out T result)
            ? result
            : throw DumpErrors.NoDump(PlainValue.Of(line));
}
