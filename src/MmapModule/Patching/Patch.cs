using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Errors;
using MmapModule.Formatting;
using MmapModule.Texts;

namespace MmapModule.Patching;

/// <summary>What is to be written at one place. The kinds differ in what they hold; all can be described, padded and written.</summary>
internal abstract class Patch
{
    /// <summary>A WhatIf text reads as much as this at a time: whole lines of the difference.</summary>
    private const int PreviewPiece = 1024 * 1024;

    /// <summary>A padded patch is built in memory.</summary>
    private const int LongestPadded = 1024 * 1024 * 1024;

    /// <summary>How many bytes it covers.</summary>
    internal abstract long Length { get; }

    /// <summary>The difference costs a read, so it is made only if somebody will see it.</summary>
    internal static bool IsDescribed(PSCmdlet command) =>
        command.MyInvocation.BoundParameters.ContainsKey("WhatIf")
        || command.MyInvocation.BoundParameters.ContainsKey("Confirm")
        || command.MyInvocation.BoundParameters.ContainsKey("Verbose")
        || LanguagePrimitives.IsTrue(command.GetVariableValue("WhatIfPreference", false))
        || command.GetVariableValue("ConfirmPreference") is ConfirmImpact.Low or ConfirmImpact.Medium
        || command.GetVariableValue("VerbosePreference") is ActionPreference.Continue or ActionPreference.Inquire;

    /// <summary>The same patch, made longer by bytes of one value.</summary>
    /// <exception cref="MmapException">InvalidArgument: it would become too long.</exception>
    internal Patch PadTo(long length, byte value, MmapCommand command)
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
        return Padded(bytes, command);
    }

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

    /// <summary>Writes it.</summary>
    internal abstract void Write(MmapCommand command, MemoryMap map, long offset);

    /// <summary>What a part of the bytes there would become.</summary>
    /// <param name="before">The bytes there; they are not changed.</param>
    /// <param name="start">Where in the patch they begin.</param>
    /// <param name="command">The command, whose end also ends reading.</param>
    private protected abstract byte[] Changed(byte[] before, long start, MmapCommand command);

    /// <summary>The patch with these bytes, in which its own still have to be put at the beginning.</summary>
    private protected abstract Patch Padded(byte[] bytes, MmapCommand command);
}
