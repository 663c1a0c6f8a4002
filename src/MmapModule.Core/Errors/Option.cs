using System;

namespace MmapModule;

/// <summary>
/// The names of options in advice. A program sets them as properties and a cmdlet takes them as parameters, so a sentence has
/// only a mark before such a name, and whoever shows the sentence chooses what becomes of it.
/// </summary>
internal static class Option
{
    internal const string Address = Mark + "Address";
    internal const string AllowForeignOwner = Mark + "AllowForeignOwner";
    internal const string Anonymous = Mark + "Anonymous";
    internal const string As = Mark + "As";
    internal const string Base = Mark + "Base";
    internal const string Bytes = Mark + "Bytes";
    internal const string ChunkSize = Mark + "ChunkSize";
    internal const string Capacity = Mark + "Capacity";
    internal const string ClearError = Mark + "ClearError";
    internal const string Count = Mark + "Count";
    internal const string Destination = Mark + "Destination";
    internal const string DestinationOffset = Mark + "DestinationOffset";
    internal const string DigHole = Mark + "DigHole";
    internal const string Encoding = Mark + "Encoding";
    internal const string Except = Mark + "Except";
    internal const string Expect = Mark + "Expect";
    internal const string Expected = Mark + "Expected";
    internal const string Flags = Mark + "Flags";
    internal const string Force = Mark + "Force";
    internal const string FromEnd = Mark + "FromEnd";
    internal const string Hex = Mark + "Hex";
    internal const string HugePageSize = Mark + "HugePageSize";
    internal const string Invalidate = Mark + "Invalidate";
    internal const string Length = Mark + "Length";
    internal const string MaxMessages = Mark + "MaxMessages";
    internal const string MemoryFile = Mark + "MemoryFile";
    internal const string MessageSize = Mark + "MessageSize";
    internal const string Mode = Mark + "Mode";
    internal const string NoClobber = Mark + "NoClobber";
    internal const string NoMove = Mark + "NoMove";
    internal const string Offset = Mark + "Offset";
    internal const string Operation = Mark + "Operation";
    internal const string Path = Mark + "Path";
    internal const string Permission = Mark + "Permission";
    internal const string Priority = Mark + "Priority";
    internal const string Private = Mark + "Private";
    internal const string Protection = Mark + "Protection";
    internal const string PunchHole = Mark + "PunchHole";
    internal const string Recurse = Mark + "Recurse";
    internal const string ResizeFile = Mark + "ResizeFile";
    internal const string Seal = Mark + "Seal";
    internal const string Shared = Mark + "Shared";
    internal const string Size = Mark + "Size";
    internal const string Snapshot = Mark + "Snapshot";
    internal const string Sparse = Mark + "Sparse";
    internal const string Text = Mark + "Text";
    internal const string Type = Mark + "Type";
    internal const string ToFile = Mark + "ToFile";
    internal const string Truncate = Mark + "Truncate";
    internal const string Using = Mark + "Using";
    internal const string Async = Mark + "Async";
    internal const string Id = Mark + "Id";
    internal const string Index = Mark + "Index";
    internal const string InitialCount = Mark + "InitialCount";
    internal const string Kind = Mark + "Kind";
    internal const string Key = Mark + "Key";
    internal const string Timeout = Mark + "Timeout";
    internal const string Advice = Mark + "Advice";

    /// <summary>A character without a meaning of its own, so no text has it by chance.</summary>
    private const string Mark = "\uE000";

    /// <summary>The names as they are.</summary>
    internal static string AsNames(string advice) => advice.Replace(Mark, string.Empty, StringComparison.Ordinal);

    /// <summary>The names as parameters of a cmdlet.</summary>
    internal static string AsParameters(string advice) => advice.Replace(Mark, "-", StringComparison.Ordinal);
}
