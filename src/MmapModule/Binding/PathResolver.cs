using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Turns the paths that a user typed into paths of the file system.</summary>
internal static class PathResolver
{
    private const string FileSystem = "FileSystem";

    /// <summary>Resolves one path; several come out of a wildcard.</summary>
    /// <param name="command">Whose location counts.</param>
    /// <param name="path">The path as typed.</param>
    /// <param name="isLiteral">Wildcard characters mean themselves.</param>
    /// <exception cref="MmapException">PathNotFound, or InvalidArgument for a path that is not of the file system.</exception>
    internal static IReadOnlyList<string> Resolve(PSCmdlet command, string path, bool isLiteral)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw PathArgumentErrors.ZeroCharacter(path);
        }

        try
        {
            return Expand(command, path, isLiteral);
        }
        catch (ItemNotFoundException)
        {
            throw PathArgumentErrors.NoMatch(path);
        }
        catch (WildcardPatternException)
        {
            throw PathArgumentErrors.MalformedWildcard(path);
        }
        catch (SessionStateException error)
        {
            // A drive or provider that does not exist.
            throw PathArgumentErrors.NotFound(path, error.Message);
        }
        catch (Exception error) when (error is ProviderInvocationException or NotSupportedException or InvalidOperationException)
        {
            // A provider that is not the file system may know no paths of this form.
            throw PathArgumentErrors.Unresolvable(path, error.Message);
        }
    }

    /// <summary>What matches a wildcard, in the order of the names; it may be nothing.</summary>
    /// <exception cref="MmapException">InvalidArgument for a malformed wildcard, or a path that is not of the file system.</exception>
    internal static IReadOnlyList<string> Matches(PSCmdlet command, string path)
    {
        try
        {
            return Resolve(command, path, isLiteral: false);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.PathNotFound)
        {
            return [];
        }
    }

    /// <summary>The full path of a file that need not exist; wildcard characters mean themselves.</summary>
    /// <exception cref="MmapException">PathNotFound, or InvalidArgument for a path that is not of the file system.</exception>
    internal static string Full(PSCmdlet command, string path) => Resolve(command, path, isLiteral: true)[0];

    private static Collection<string> Expand(PSCmdlet command, string path, bool isLiteral)
    {
        if (isLiteral || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            // The file need not exist: opening it will tell, or create it.
            string single = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(
                isLiteral ? path : WildcardPattern.Unescape(path), out ProviderInfo provider, out _);
            Check(path, provider);
            return [single];
        }

        // PowerShell compares the names one by one, and only if there is a file to compare with. It takes '\' for '/'.
        foreach (string name in path.Split('/', '\\'))
        {
            _ = Wildcards.Parse(name, WildcardOptions.None, typed: path);
        }

        Collection<string> found = command.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo matched);
        Check(path, matched);
        return found.Count > 0 ? found : throw PathArgumentErrors.NoMatch(path);
    }

    private static void Check(string path, ProviderInfo provider)
    {
        if (provider.Name != FileSystem)
        {
            throw PathArgumentErrors.OtherProvider(path, provider.Name);
        }
    }
}
