using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>PowerShell passes a negative number that is typed as an argument, -1, as a text; only (-1) is a number.</summary>
internal static class NegativeLiteral
{
    /// <summary>Throws for a text that is a negative number, where texts and numbers are taken.</summary>
    /// <exception cref="MmapException">InvalidArgument: it is not clear which of them is meant.</exception>
    internal static void Refuse(object? value)
    {
        if (value is string { Length: > 1 } text && text[0] == '-' && NumberText.TryParse(text, out _))
        {
            throw ValueArgumentErrors.NegativeText(text);
        }
    }
}
