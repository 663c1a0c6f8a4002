using System;
using System.Management.Automation;

namespace MmapModule.Formatting;

/// <summary>How many characters a line of the screen has.</summary>
internal static class ScreenWidth
{
    /// <summary>For files, pipes and hosts without a screen.</summary>
    internal const int Usual = 80;

    internal static int Of(PSCmdlet command)
    {
        try
        {
            int width = Console.IsOutputRedirected ? 0 : command.Host.UI?.RawUI?.WindowSize.Width ?? 0;
            return width > 0 ? width : Usual;
        }
        catch (Exception error) when (error is SystemException)
        {
            // A host without a screen says so in a way of its own.
            return Usual;
        }
    }
}
