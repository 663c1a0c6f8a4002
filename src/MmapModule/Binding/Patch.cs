using System;
using System.Management.Automation;
using MmapModule.Formatting;
using MmapModule.Texts;

namespace MmapModule.Binding;

/// <summary>Bytes to be written at one place, and the bytes expected there before.</summary>
internal sealed class Patch
{
    /// <summary>A WhatIf text reads as much as this at a time: whole lines of the difference.</summary>
    private const int PreviewPiece = 1024 * 1024;

    /// <summary>Up to this many bytes a write is over before anyone could press Ctrl+C.</summary>
    private const int SmallWrite = 16 * 1024 * 1024;

    /// <summary>A pattern may need a system call for every other byte.</summary>
    private const int SmallPattern = 64 * 1024;

    private readonly byte[]? _bytes;
    private readonly HexPattern? _pattern;

    internal Patch(byte[] bytes) => _bytes = bytes;

    internal Patch(HexPattern pattern) => _pattern = pattern;

    internal long Length => _bytes?.Length ?? _pattern!.Length;

    /// <summary>The difference costs a read, so it is made only if somebody will see it.</summary>
    internal static bool IsDescribed(PSCmdlet command) =>
        command.MyInvocation.BoundParameters.ContainsKey("WhatIf")
        || command.MyInvocation.BoundParameters.ContainsKey("Confirm")
        || command.MyInvocation.BoundParameters.ContainsKey("Verbose")
        || LanguagePrimitives.IsTrue(command.GetVariableValue("WhatIfPreference", false))
        || command.GetVariableValue("ConfirmPreference") is ConfirmImpact.Low or ConfirmImpact.Medium
        || command.GetVariableValue("VerbosePreference") is ActionPreference.Continue or ActionPreference.Inquire;

    /// <summary>What would change, for -WhatIf and -Confirm.</summary>
    internal string Describe(MmapCommand command, MemoryMap map, long offset)
    {
        string head = Actions.WriteHead(Length, offset, map);
        HexDifference difference = new(offset);
        try
        {
            for (long done = 0; done < Length; done += PreviewPiece)
            {
                byte[] before = map.ReadArray(new MapRange(offset + done, Math.Min(PreviewPiece, Length - done)), null, command.Stop);
                difference.Add(before, Changed(before, (int)done));
            }
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.RegionProtected)
        {
            return head + Actions.Unreadable(error.Message);
        }

        return head + difference;
    }

    internal void Write(MmapCommand command, MemoryMap map, long offset)
    {
        if (_pattern is not null)
        {
            map.Patch(offset, _pattern, _pattern.Length <= SmallPattern ? default : command.Stop);
        }
        else if (_bytes!.Length <= SmallWrite)
        {
            map.CopyIn(offset, _bytes);
        }
        else
        {
            using ProgressReporter progress = new(command, Activities.Write(map));
            map.CopyIn(offset, _bytes, progress.Update, command.Stop);
        }
    }

    /// <summary>What a part of the bytes there would become.</summary>
    private byte[] Changed(byte[] before, int start)
    {
        if (_bytes is not null)
        {
            return _bytes.AsSpan(start, before.Length).ToArray();
        }

        byte[] after = (byte[])before.Clone();
        _pattern!.ApplyTo(after, start);
        return after;
    }
}
