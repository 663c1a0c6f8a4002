using System;
using System.Management.Automation;

namespace MmapModule.Formatting;

/// <summary>Takes the colors of hex views from $PSStyle, which also says whether there is color at all.</summary>
internal static class HexPalette
{
    private const string Foreground = "Foreground";

    /// <summary>The colors for what a cmdlet writes.</summary>
    internal static HexStyle Of(PSCmdlet command) => From(command.GetVariableValue("PSStyle"), command.Host.UI?.SupportsVirtualTerminal ?? false);

    /// <summary>The colors of $PSStyle.</summary>
    /// <param name="psStyle">The value of that variable; anything else gives no color.</param>
    /// <param name="isTerminal">Whether the host shows escape sequences.</param>
    internal static HexStyle From(object? psStyle, bool isTerminal)
    {
        // The type of $PSStyle is not in PowerShellStandard.Library, so its properties are read by name.
        PSObject? style = psStyle is null ? null : PSObject.AsPSObject(psStyle);
        if (style?.Properties["OutputRendering"] is null || !IsOn(Text(style, "OutputRendering"), isTerminal))
        {
            return HexStyle.Plain;
        }

        return new HexStyle
        {
            Zero = Text(style, Foreground, "BrightBlack"),
            Printable = Text(style, Foreground, "Cyan"),
            Whitespace = Text(style, Foreground, "Green"),
            Control = Text(style, Foreground, "Magenta"),
            High = Text(style, Foreground, "Yellow"),
            Full = Text(style, Foreground, "BrightBlue"),
            Highlight = Text(style, "Reverse"),
            Difference = Text(style, "Bold") + Text(style, Foreground, "BrightRed"),
            Added = Text(style, Foreground, "BrightGreen"),
            Removed = Text(style, Foreground, "BrightRed"),
            Reset = Text(style, "Reset"),
        };
    }

    /// <summary>
    /// PowerShell itself takes the colors out of what it writes to a file or a pipe of its own, but not of what it writes to
    /// a standard output that was redirected.
    /// </summary>
    private static bool IsOn(string outputRendering, bool isTerminal) => outputRendering switch
    {
        "Ansi" => true,
        "PlainText" => false,
        _ => isTerminal && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    };

    private static string Text(PSObject style, string group, string name) =>
        style.Properties[group]?.Value is object value ? Text(PSObject.AsPSObject(value), name) : string.Empty;

    private static string Text(PSObject style, string name) => style.Properties[name]?.Value?.ToString() ?? string.Empty;
}
