using System;

namespace MmapModule.Binding;

/// <summary>
/// Watches text that comes through the pipeline. PowerShell makes lines of text of what programs and files give: bytes that are
/// no text are lost then, and so are the ends of the lines.
/// </summary>
internal sealed class PipelineText
{
    private readonly bool _isSeparated;

    /// <param name="isSeparated">Something is written behind each text, so that they do not run together.</param>
    internal PipelineText(bool isSeparated) => _isSeparated = isSeparated;

    /// <summary>How many texts there were.</summary>
    internal int Count { get; private set; }

    /// <summary>Takes the next text.</summary>
    /// <exception cref="MmapException">InvalidArgument: something has been lost, or would be.</exception>
    internal void Add(string text)
    {
        if (text.Contains(TextCodec.Replacement, StringComparison.Ordinal))
        {
            throw MapErrors.Invalid(
                "The text from the pipeline has the character U+FFFD: it was made of bytes that are no text, and those are lost already.",
                "Copy the bytes themselves: Copy-MappedRegion -Path ./n.bin -Destination $map, or New-MemoryMap ./n.bin | Copy-MappedRegion -Destination $map, or Write-MappedRegion $map -Value (Get-Content ./n.bin -AsByteStream -Raw).");
        }

        Count++;
        if (Count > 1 && !_isSeparated)
        {
            throw MapErrors.Invalid(
                "Several texts came through the pipeline, most likely lines; written one after the other they would have no ends.",
                "Give one text: Get-Content ./f -Raw, or (... -join \"`n\"); for the bytes of a file use Copy-MappedRegion -Path ./f -Destination $map; -NullTerminate writes a zero behind each text.");
        }
    }
}
