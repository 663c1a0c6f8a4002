using System;
using System.Management.Automation;
using MmapModule.Copying;
using MmapModule.Errors;
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

    /// <summary>What is padded is put together in memory.</summary>
    private const int LongestPadded = 1024 * 1024 * 1024;

    /// <summary>A pattern may need a system call for every other byte.</summary>
    private const int SmallPattern = 64 * 1024;

    private readonly byte[]? _bytes;
    private readonly HexPattern? _pattern;
    private readonly MemoryMap? _source;
    private readonly DumpRun _repeated;

    internal Patch(byte[] bytes) => _bytes = bytes;

    internal Patch(HexPattern pattern) => _pattern = pattern;

    /// <summary>All of a map, which stays open until it has been written.</summary>
    internal Patch(MemoryMap source) => _source = source;

    internal Patch(DumpRun run)
    {
        _bytes = run.IsRepeated ? null : run.Bytes;
        _repeated = run;
    }

    internal long Length => _bytes?.Length ?? _pattern?.Length ?? _source?.Length ?? _repeated.Length;

    /// <summary>The same patch, made longer by bytes of one value.</summary>
    /// <exception cref="MmapException">InvalidArgument: it would become too long.</exception>
    internal Patch PadTo(long length, byte value)
    {
        if (length <= Length)
        {
            return this;
        }

        if (length > LongestPadded)
        {
            throw CombinationErrors.PadTooLong(length - Length);
        }

        byte[] bytes = new byte[length];
        bytes.AsSpan((int)Length).Fill(value);
        if (_pattern is not null)
        {
            byte[] mask = new byte[length];
            mask.AsSpan().Fill(0xFF);
            _pattern.Bits.CopyTo(bytes);
            _pattern.Mask.CopyTo(mask);
            return new Patch(HexPattern.FromMask(bytes, mask));
        }

        (_bytes ?? _source!.ReadArray(new MapRange(0, Length), null, default)).CopyTo(bytes, 0);
        return new Patch(bytes);
    }

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
                difference.Add(before, Changed(before, done, command));
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
        else if (_source is not null)
        {
            using ProgressReporter progress = new(command, Activities.Write(map));
            MapRange place = new(offset, Length);
            _ = _source.CopyTo(new MapRange(0, Length), map, place, skipZero: false, RegionCopier.DefaultThreads, progress.Update, command.Stop);
        }
        else if (_bytes is null)
        {
            using ProgressReporter progress = new(command, Activities.Write(map));
            new RegionFiller(map, new MapRange(offset, Length)).Fill(_repeated.Bytes, progress.Update, command.Stop);
        }
        else if (_bytes.Length <= SmallWrite)
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
    private byte[] Changed(byte[] before, long start, MmapCommand command)
    {
        if (_bytes is not null)
        {
            return _bytes.AsSpan((int)start, before.Length).ToArray();
        }

        if (_source is not null)
        {
            return _source.ReadArray(new MapRange(start, before.Length), null, command.Stop);
        }

        byte[] after = (byte[])before.Clone();
        if (_pattern is not null)
        {
            _pattern.ApplyTo(after, (int)start);
            return after;
        }

        for (int i = 0; i < after.Length; i++)
        {
            after[i] = _repeated.Bytes[(start + i) % _repeated.Bytes.Length];
        }

        return after;
    }
}
