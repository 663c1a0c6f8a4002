using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>The processes in /proc.</summary>
internal static class ProcFolder
{
    /// <summary>The kernel cuts the names of processes to this many bytes (TASK_COMM_LEN less the zero byte).</summary>
    private const int LongestName = 15;

    internal static List<int> ProcessIds()
    {
        List<int> ids = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                ids.Add(id);
            }
        }

        ids.Sort();
        return ids;
    }

    internal static string PathOf(int processId, string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{file}");

    /// <summary>Reads a file of a process.</summary>
    /// <exception cref="MmapException">PathNotFound (no such process) or AccessDenied.</exception>
    internal static void Load(ProcBuffer buffer, int processId, string file, CancellationToken stop)
    {
        string path = PathOf(processId, file);
        int errno = buffer.Load(path, stop);
        if (errno == Errno.ESRCH && Directory.Exists(PathOf(processId, string.Empty)))
        {
            // A kernel thread, or a process that has given its memory back and is only waiting to be collected.
            return;
        }

        if (errno != 0)
        {
            throw LinuxErrors.Translate(errno, new NativeFailure { Call = "open", Path = path, ProcessId = processId });
        }
    }

    /// <summary>The name of a process; null if it has gone. Anyone may ask.</summary>
    internal static string? NameOf(int processId, ProcBuffer buffer)
    {
        if (buffer.Load(PathOf(processId, "comm")) != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> name = buffer.Content.TrimEnd((byte)'\n');
        string text = Encoding.UTF8.GetString(name);
        if (name.Length < LongestName || buffer.Load(PathOf(processId, "cmdline")) != 0)
        {
            return text;
        }

        // The command line tells the rest, unless the process has given itself another name. A script is its second word.
        ReadOnlySpan<byte> arguments = buffer.Content;
        return LongName(ref arguments, text) ?? LongName(ref arguments, text) ?? text;
    }

    private static string? LongName(ref ReadOnlySpan<byte> arguments, string shortName)
    {
        int end = arguments.IndexOf((byte)0);
        ReadOnlySpan<byte> argument = end < 0 ? arguments : arguments[..end];
        arguments = end < 0 ? default : arguments[(end + 1)..];
        string file = Encoding.UTF8.GetString(argument[(argument.LastIndexOf((byte)'/') + 1)..]);
        return file.StartsWith(shortName, StringComparison.Ordinal) ? file : null;
    }
}
