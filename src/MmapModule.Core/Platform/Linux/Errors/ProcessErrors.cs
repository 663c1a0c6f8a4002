using System;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors about processes that cannot be examined.</summary>
internal static class ProcessErrors
{
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
}
