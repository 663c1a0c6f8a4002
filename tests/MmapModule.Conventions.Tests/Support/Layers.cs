using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MmapModule.Conventions.Tests;

/// <summary>What a source file may not name, by the folder that it is in.</summary>
internal static class Layers
{
    private const string Core = "src/MmapModule.Core/";

    /// <summary>The one place that chooses a platform has to name them.</summary>
    private const string Chooser = Core + "Platform/MapPlatform.cs";

    /// <summary>Layouts of files have the words of their documents, which name systems.</summary>
    private const string Formats = Core + "Structs/Ready/";

    /// <summary>What only a platform and its declarations may name; comments may name everything.</summary>
    private static readonly (string What, string Pattern)[] s_foreign =
    [
        ("a platform", @"\b(Linux|Windows|MacOS)|\bIs(Linux|Windows|MacOS)\b"),
        ("native declarations", @"\bLibc\b|MmapModule\.Interop|(?<!Runtime\.)\bInterop\."),
        ("error numbers", @"\bErrno\.|""E(PERM|NOENT|INTR|IO|BADF|AGAIN|NOMEM|ACCES|FAULT|BUSY|EXIST|NODEV|INVAL|NOSPC|NOSYS|[A-Z]{4,})"""),
        ("constants of C headers", @"\b(MADV|MAP|PROT|FUTEX|MREMAP|MFD|FALLOC|SIG|RLIMIT|SEEK|STATX|SYS|FADV|SEAL)_[A-Z]\w*"),
        ("files of a kernel", @"""[^""\n]*/(proc|sys|dev)\b"),
        ("settings of a kernel", @"""[^""\n]*\b(vm|kernel|fs)\.[a-z_]+_[a-z_]+"),
        ("system calls", @"""(mmap|munmap|mremap|mprotect|madvise|msync|mlock2?|munlock|mincore|mseal|open|fstat|statx|fallocate|ftruncate|fsync|fcntl|ioctl|lseek|pread|pwrite|sync_file_range|copy_file_range|posix_fadvise|memfd_create|cachestat|futex\w*|process_vm_\w+)"""),
        ("numbers of advice or seals", @"\((int|uint|nint|long)\)\s*(Map(Advice|Seals)\b|advice\b|seals?\b)|\(Map(Advice|Seals)\)\s*\w"),
    ];

    /// <summary>What is wrong with a file.</summary>
    /// <param name="path">Relative to the root of the repository.</param>
    /// <param name="text">Its text.</param>
    internal static IEnumerable<string> Violations(string path, string text)
    {
        string code = SourceText.WithoutComments(text);
        string? platform = PlatformOf(path);
        foreach ((string what, string pattern) in s_foreign)
        {
            if (platform is null && path != Chooser && !(what == "a platform" && path.StartsWith(Formats, StringComparison.Ordinal)) && Regex.Match(code, pattern) is { Success: true } match)
            {
                yield return path + " names " + what + ": " + match.Value;
            }
        }

        if (Namespace(path) is { } wanted && !Regex.IsMatch(code, @"(?m)^namespace " + Regex.Escape(wanted) + ";"))
        {
            yield return path + " is not in the namespace " + wanted;
        }

        if (platform is not null && Regex.Match(code, @"\b(Platform|Interop)\.(?!" + platform + @"\b)(Linux|Windows|MacOS)\b") is { Success: true } other)
        {
            yield return path + " names another platform: " + other.Value;
        }

        if (path.StartsWith(Core + "Platform/", StringComparison.Ordinal) && Regex.IsMatch(code, @"\bMemoryMap\.|\bMappedMemory\b"))
        {
            yield return path + " calls the engine above it";
        }
    }

    /// <summary>The names of parameters in the sentences of a file of the engine.</summary>
    internal static IEnumerable<string> Parameters(string text) =>
        SourceText.Strings(text).SelectMany(static sentence => Regex.Matches(sentence, @"(?<![\w-])-[A-Z][a-z]\w*").Select(static match => match.Value));

    private static string? PlatformOf(string path) =>
        Regex.Match(path, "^" + Core + @"(?:Platform|Interop)/(\w+)/") is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Namespaces of the platforms follow their folders.</summary>
    private static string? Namespace(string path) =>
        Regex.Match(path, "^" + Core + @"((?:Platform|Interop)(?:/\w+)*)/[\w.]+$") is { Success: true } match
            ? "MmapModule." + match.Groups[1].Value.Replace('/', '.')
            : null;
}
