using System;
using System.IO;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors about processes that cannot be examined.</summary>
internal static class ProcessErrors
{
    internal static MmapException HasEnded(int processId) => new(
        MmapErrorKind.PathNotFound,
        FormattableString.Invariant($"Process {processId} has ended, or runs another program now: its memory is gone."),
        "Get-ProcessMemoryMap shows what the running processes map.")
    {
        Path = FormattableString.Invariant($"/proc/{processId}/mem"),
    };

    internal static MmapException Unreadable(int processId, ProcessRange range, long done) => new(
        MmapErrorKind.RegionFault,
        FormattableString.Invariant($"The memory of process {processId} cannot be read at the address 0x{range.Address + (ulong)done:x}, {ByteCount.Text(done)} after the start of the range."),
        done == 0
            ? "It has been unmapped, or it belongs to the kernel or a device ([vvar], [vsyscall]) and cannot be copied."
            : FormattableString.Invariant($"A file that is shorter than its mapping, or a change of the process, makes a part unreadable. Give {Option.Length} {done} to copy what comes before it."))
    {
        Path = FormattableString.Invariant($"/proc/{processId}/mem"),
        Offset = done,
        Length = range.Length,
    };

    internal static (MmapErrorKind Kind, string Message, string Action) Explain(int errno, int processId)
    {
        string folder = FormattableString.Invariant($"/proc/{processId}");
        if (errno is Errno.ENOENT or Errno.ESRCH || LinuxFile.TryStat(folder, followLinks: true, out FileStatus status) != 0)
        {
            return (
                MmapErrorKind.PathNotFound,
                FormattableString.Invariant($"There is no process with the id {processId}."),
                "It may have ended, or its owner hides it (hidepid); Get-Process lists the running processes.");
        }

        if (HasOnlyExitCode(folder))
        {
            MmapException ended = HasEnded(processId);
            return (ended.Kind, ended.Message, ended.Advice);
        }

        if (status.OwnerId != Libc.geteuid())
        {
            return (
                MmapErrorKind.AccessDenied,
                FormattableString.Invariant($"The memory of process {processId} cannot be read: it belongs to the user {LinuxUsers.Name(status.OwnerId)}."),
                "Run pwsh as root (sudo pwsh), as that user, or with the capability CAP_SYS_PTRACE.");
        }

        return (
            MmapErrorKind.AccessDenied,
            FormattableString.Invariant($"The memory of process {processId} cannot be read although you own it: it may be non-dumpable, have capabilities that this process lacks, or be protected by a security module."),
            "Run pwsh with the capability CAP_SYS_PTRACE, which root usually has outside of containers.");
    }

    /// <summary>The memory of a process that its parent has not collected yet is gone; who is not root is refused to open it.</summary>
    private static bool HasOnlyExitCode(string folder)
    {
        try
        {
            string stat = File.ReadAllText(folder + "/stat");
            return stat.AsSpan(stat.LastIndexOf(')') + 1).TrimStart() is ['Z' or 'X', ..];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
