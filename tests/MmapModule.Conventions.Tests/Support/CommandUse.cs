using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MmapModule.Conventions.Tests;

/// <summary>A call of a cmdlet of this module somewhere in a script or an example, and the parameters it names.</summary>
internal sealed record CommandUse(string Name, IReadOnlyList<string> Parameters)
{
    /// <summary>Finds the calls. What stands in quotes or in brackets within a call is no parameter of it.</summary>
    internal static IEnumerable<CommandUse> Find(string script)
    {
        string plain = Regex.Replace(script, "'[^'\n]*'|\"[^\"\n]*\"|(?m:^\\s*#.*$)", "''");
        foreach (Match match in Regex.Matches(plain, @"(?<![\w-])[A-Z][a-z]+-(MemoryMap|Mapped|SharedMemory|SharedSemaphore|SharedMutex|MemoryLimit|ProcessMemoryMap|FileCache)\w*"))
        {
            string call = Call(plain[(match.Index + match.Length)..]);
            yield return new CommandUse(match.Value, [.. Regex.Matches(call, @"(?<=\s)-([A-Za-z]+)").Select(static name => name.Groups[1].Value)]);
        }
    }

    /// <summary>What is wrong with the calls in a text.</summary>
    internal static IEnumerable<string> Complain(string place, string script) =>
        from use in Find(script)
        let cmdlet = Cmdlet.All.FirstOrDefault(candidate => candidate.Name == use.Name)
        from complaint in cmdlet is null
            ? [place + " uses " + use.Name + ", which does not exist"]
            : use.Parameters.Where(name => !IsKnown(cmdlet, name)).Select(name => place + " uses " + use.Name + " -" + name)
        select complaint;

    private static bool IsKnown(Cmdlet cmdlet, string name) =>
        cmdlet.HelpNames.Concat(cmdlet.Parameters.SelectMany(static parameter => parameter.Aliases)).Contains(name, StringComparer.OrdinalIgnoreCase)
        || name is "ErrorAction" or "ErrorVariable" or "WarningAction" or "WarningVariable" or "InformationAction" or "OutVariable" or "Verbose" or "Debug";

    /// <summary>The rest of a call up to its end, without its inner brackets.</summary>
    private static string Call(string text)
    {
        string joined = text.Replace("`\n", " ", StringComparison.Ordinal);
        char[] kept = new char[joined.Length];
        int length = 0;
        int depth = 0;
        foreach (char c in joined)
        {
            depth += c is '(' or '{' or '[' ? 1 : c is ')' or '}' or ']' ? -1 : 0;
            if (depth < 0 || (depth == 0 && c is '|' or ';' or '\n'))
            {
                break;
            }

            if (depth == 0)
            {
                kept[length++] = c;
            }
        }

        return new string(kept, 0, length);
    }
}
