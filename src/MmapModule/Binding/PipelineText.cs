using System;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>
/// Watches text that comes through the pipeline. PowerShell makes lines of text of what programs and files give: bytes that are
/// no text are lost then, and so are the ends of the lines.
/// </summary>
internal sealed class PipelineText
{
    private readonly bool _isSeparated;

    /// <param name="isSeparated">Something is written after each text, so that they do not run together.</param>
    internal PipelineText(bool isSeparated) => _isSeparated = isSeparated;

    /// <summary>How many texts there were.</summary>
    internal int Count { get; private set; }

    /// <summary>Takes the next text.</summary>
    /// <exception cref="MmapException">InvalidArgument: something has been lost, or would be.</exception>
    internal void Add(string text)
    {
        if (text.Contains(TextCodec.Replacement, StringComparison.Ordinal))
        {
            throw ValueArgumentErrors.LostBytes();
        }

        Count++;
        if (Count > 1 && !_isSeparated)
        {
            throw ValueArgumentErrors.SeveralTexts();
        }
    }
}
