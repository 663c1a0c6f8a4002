using System;
using System.Management.Automation;

namespace MmapModule.Errors;

/// <summary>The errors about programs whose output is to be written.</summary>
internal static class NativeErrors
{
    private const string InSteps = "for anything else write the output to a file first, and use -FromFile.";

    internal static MmapException NotOnePipeline() => MapErrors.Invalid(
        "-FromCommand is one program with its arguments, or programs with | between them; this script block has something else.",
        "Give, for example, -FromCommand { gzip -dc ./f.gz }; " + InSteps);

    internal static MmapException Redirected(string text) => MapErrors.Invalid(
        "-FromCommand takes what the last program writes to its standard output, but '" + text + "' sends it, or what is mixed with it, elsewhere.",
        "Omit it; only the error stream can be sent to a file: 2> ./log.");

    internal static MmapException NoName(string text) => MapErrors.Invalid(
        "'" + text + "' is not the name of a program, so it cannot be checked before it runs.",
        "Put the name or the path into a variable: -FromCommand { & $program ... }.");

    internal static MmapException NotAProgram(string text, CommandTypes? kind) => MapErrors.Invalid(
        kind is null ? "There is no program '" + text + "'."
            : "'" + text + "' is no program (" + kind + "): PowerShell would pass on objects or lines of text, and not bytes.",
        kind is null ? "Check the name, and $env:PATH." : "Give the values themselves: Write-MappedRegion -Value (...); " + InSteps);

    internal static MmapException Exited(string name, int code) => new(
        MmapErrorKind.CommandFailed,
        FormattableString.Invariant($"The program '{name}' has ended with the exit code {code}, so its output may be incomplete. Nothing has been written."),
        "See what it said. If this exit code is no failure, write the output to a file first, and use -FromFile.");

    internal static MmapException Failed(string name, string reason) => new(
        MmapErrorKind.CommandFailed,
        "The output of the program '" + name + "' could not be read to its end: " + reason.Split('\r', '\n')[0].TrimEnd('.') + ". Nothing has been written.",
        "See the reason, and try the program alone.");

    internal static MmapException NotAgain(string name) => new(
        MmapErrorKind.CommandFailed,
        "The program '" + name + "' has run for the map before this one, which its output did not fit into; it does not run again. Nothing has been written to this map.",
        "Give the maps that are large enough first, or alone.");
}
