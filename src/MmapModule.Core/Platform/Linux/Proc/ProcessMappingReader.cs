using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>Turns /proc/PID/maps or smaps into objects, one after the other; equal texts become one string.</summary>
internal sealed class ProcessMappingReader
{
    private readonly ProcBuffer _buffer;
    private readonly int _processId;
    private readonly bool _detailed;
    private readonly MapsLineFilter? _filter;
    private readonly CancellationToken _stop;
    private readonly RecentValues<string> _devices = new(4);
    private readonly RecentValues<string> _permissions = new(16);
    private readonly RecentValues<string> _paths = new(2);
    private readonly RecentValues<IReadOnlyList<string>> _flags = new(16);
    private string? _name;
    private int _position;

    internal ProcessMappingReader(ProcBuffer buffer, int processId, bool detailed, MapsLineFilter? filter, CancellationToken stop)
    {
        _buffer = buffer;
        _processId = processId;
        _detailed = detailed;
        _filter = filter;
        _stop = stop;
    }

    /// <summary>The next mapping that the filter wants; null at the end.</summary>
    /// <exception cref="MmapException">PathNotFound or AccessDenied.</exception>
    internal ProcessMapping? Next()
    {
        if (_name is null)
        {
            _name = ProcFolder.NameOf(_processId, _buffer) ?? string.Empty;
            ProcFolder.Load(_buffer, _processId, _detailed ? "smaps" : "maps", _stop);
        }

        ReadOnlySpan<byte> text = _buffer.Content[_position..];
        ProcessMapping? mapping = null;
        while (mapping is null && ProcText.TryTakeLine(ref text, out ReadOnlySpan<byte> line))
        {
            if (MapsLine.TryParse(line, out MapsLine entry))
            {
                SmapsFields fields = _detailed ? SmapsFields.Take(ref text) : default;
                if (_filter is null || _filter(entry))
                {
                    mapping = _detailed ? Detail(entry, fields) : Plain(entry);
                }
            }
        }

        _position = _buffer.Content.Length - text.Length;
        return mapping;
    }

    private ProcessMapping Plain(in MapsLine entry) => new()
    {
        ProcessId = _processId,
        ProcessName = _name!,
        Start = entry.Start,
        End = entry.End,
        Permissions = Text(_permissions, entry.Permissions),
        Offset = (long)entry.Offset,
        Device = Text(_devices, entry.Device),
        Inode = entry.Identity.Inode,
        Path = PathText(entry),
    };

    private ProcessMappingDetail Detail(in MapsLine entry, in SmapsFields fields) => new()
    {
        ProcessId = _processId,
        ProcessName = _name!,
        Start = entry.Start,
        End = entry.End,
        Permissions = Text(_permissions, entry.Permissions),
        Offset = (long)entry.Offset,
        Device = Text(_devices, entry.Device),
        Inode = entry.Identity.Inode,
        Path = PathText(entry),
        Rss = fields.Rss,
        Pss = fields.Pss,
        SharedClean = fields.SharedClean,
        SharedDirty = fields.SharedDirty,
        PrivateClean = fields.PrivateClean,
        PrivateDirty = fields.PrivateDirty,
        Swap = fields.Swap,
        Locked = fields.Locked,
        VmFlags = Flags(fields.VmFlags),
    };

    private string? PathText(in MapsLine entry)
    {
        ReadOnlySpan<byte> path = entry.Path;
        if (path.IsEmpty)
        {
            return null;
        }

        if (_paths.TryGet(path, out string known))
        {
            return known;
        }

        return _paths.Add(path, path.IndexOf("\\012"u8) < 0 ? Encoding.UTF8.GetString(path) : Unescaped(entry));
    }

    /// <summary>The kernel writes a line end as \012 and leaves a real \012 as it is; the link of the mapping tells which of them it is.</summary>
    private string Unescaped(in MapsLine entry)
    {
        string text = Encoding.UTF8.GetString(entry.Path);
        string link = string.Create(CultureInfo.InvariantCulture, $"/proc/{_processId}/map_files/{entry.Start:x}-{entry.End:x}");
        try
        {
            return new FileInfo(link).LinkTarget ?? text.Replace("\\012", "\n", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return text.Replace("\\012", "\n", StringComparison.Ordinal);
        }
    }

    private IReadOnlyList<string> Flags(ReadOnlySpan<byte> text)
    {
        if (_flags.TryGet(text, out IReadOnlyList<string> known))
        {
            return known;
        }

        List<string> flags = [];
        ReadOnlySpan<byte> rest = text;
        for (ReadOnlySpan<byte> word = ProcText.TakeWord(ref rest); !word.IsEmpty; word = ProcText.TakeWord(ref rest))
        {
            flags.Add(Encoding.UTF8.GetString(word));
        }

        return _flags.Add(text, flags.AsReadOnly());
    }

    private static string Text(RecentValues<string> known, ReadOnlySpan<byte> text) =>
        known.TryGet(text, out string value) ? value : known.Add(text, Encoding.UTF8.GetString(text));
}
