using System;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors that system calls report about semaphores.</summary>
internal static class SemaphoreCallErrors
{
    private const string Limits = "/proc/sys/kernel/sem";

    /// <summary>Null if it is not about a semaphore, or nothing that only a semaphore has.</summary>
    internal static (MmapErrorKind Kind, string Message, string Action)? Explain(int errno, NativeFailure failure) =>
        failure.Semaphore is not { } semaphore ? null
        : semaphore.Name is not null ? Named(errno, failure)
        : Set(errno, failure, semaphore);

    internal static MmapException ForeignOwner(SemaphoreTarget semaphore, string owner) => new(
        MmapErrorKind.NotPermitted,
        Sentence(semaphore) + " belongs to the user " + owner + "; anyone can create such an object, so opening it requires consent.",
        $"If you trust that user, add {Option.AllowForeignOwner}.");

    internal static MmapException Invalid(string path, string why) => new(
        MmapErrorKind.SemaphoreInvalid,
        "'" + path + "' is not a semaphore of this system's C library: " + why,
        "Remove-SharedSemaphore removes it if no program needs it; the next New-SharedSemaphore or sem_open creates a new one.")
    {
        Path = path,
    };

    internal static MmapException Truncated(SemaphoreTarget semaphore, string path, long length) => new(
        MmapErrorKind.SemaphoreInvalid,
        FormattableString.Invariant($"{Sentence(semaphore)} cannot be used any more: its file was changed from outside and now has {length} bytes."),
        "Remove it and create it again; all programs that use it must open it again.")
    {
        Path = path,
        IsWrite = true,
    };

    private static (MmapErrorKind Kind, string Message, string Action)? Named(int errno, NativeFailure failure) => errno switch
    {
        Errno.ENOENT => (
            MmapErrorKind.SemaphoreNotFound,
            "There is no " + failure.Subject + ".",
            $"Get-SharedSemaphore lists the existing semaphores; New-SharedSemaphore creates one."),
        Errno.EEXIST => (
            MmapErrorKind.SemaphoreExists,
            Sentence(failure.Semaphore!.Value) + " already exists.",
            $"Use {Option.Mode} Open or OpenOrCreate, choose another name, or remove it with Remove-SharedSemaphore."),
        Errno.ELOOP => (
            MmapErrorKind.PathNotFound,
            "'" + failure.Path + "' is a symbolic link, not a semaphore; links are not followed there.",
            "Use another name, or remove the link."),
        Errno.EISDIR or Errno.ENODEV or Errno.ENXIO => (
            MmapErrorKind.SemaphoreInvalid,
            "'" + failure.Path + "' is not a file, so it is not a semaphore.",
            "Use another name, or remove the existing object."),
        Errno.EPERM when failure.Call is "unlink" => (
            MmapErrorKind.NotPermitted,
            Sentence(failure.Semaphore!.Value) + " belongs to another user; only its owner and root may remove it.",
            "Get-SharedSemaphore shows the owner; remove it as that user or as root."),
        Errno.EACCES => (
            MmapErrorKind.AccessDenied,
            "Access to " + failure.Subject + " is denied.",
            "Get-SharedSemaphore shows owner and mode. The owner or root may let other users have it, for example with chmod '" + failure.Path + "'."),
        _ => null,
    };

    private static (MmapErrorKind Kind, string Message, string Action)? Set(int errno, NativeFailure failure, SemaphoreTarget semaphore) => errno switch
    {
        Errno.ENOENT => (
            MmapErrorKind.KeyNotFound,
            "There is no " + failure.Subject["the ".Length..] + ".",
            $"Get-SharedSemaphore lists the existing semaphores; New-SharedSemaphore {Option.Key} creates one."),
        Errno.EEXIST => (
            MmapErrorKind.SemaphoreExists,
            Sentence(semaphore) + " already exists.",
            $"Use {Option.Mode} Open or OpenOrCreate, choose another key, or remove it with Remove-SharedSemaphore."),
        Errno.EIDRM or Errno.EINVAL when semaphore.WasOpen => (
            MmapErrorKind.ObjectRemoved,
            Sentence(semaphore) + " was removed while it was in use.",
            $"Create it again, or find out who removed it; ipcs and Get-SharedSemaphore list the remaining sets."),
        Errno.EINVAL or Errno.EIDRM when semaphore.Key is null => (
            MmapErrorKind.SemaphoreNotFound,
            "There is no " + failure.Subject + ".",
            "Get-SharedSemaphore lists the existing semaphores."),
        Errno.EINVAL when failure.Length > (ProcNumbers.Nth(Limits, 0) ?? long.MaxValue) => Limit(failure),
        Errno.EINVAL => (
            MmapErrorKind.InvalidArgument,
            Sentence(semaphore) + " has fewer semaphores than that.",
            $"Give a smaller {Option.Count}, or none to open the existing set."),
        Errno.ENOSPC => Limit(failure),
        Errno.EACCES => (
            MmapErrorKind.AccessDenied,
            "Access to " + failure.Subject + " is denied.",
            "Get-SharedSemaphore shows owner and mode; its owner or root may change them."),
        Errno.EPERM => (
            MmapErrorKind.NotPermitted,
            Sentence(semaphore) + " belongs to another user; only its owner and root may remove it.",
            "Get-SharedSemaphore shows the owner; remove it as that user or as root."),
        _ => null,
    };

    private static (MmapErrorKind Kind, string Message, string Action) Limit(NativeFailure failure) => (
        MmapErrorKind.QueueLimit,
        FormattableString.Invariant($"The kernel allows no more System V semaphores of this size ({failure.Call}): {failure.Length ?? 1} are needed for {failure.Subject}. The limits are {ProcNumbers.Nth(Limits, 0)} in a set, {ProcNumbers.Nth(Limits, 1)} in all, {ProcNumbers.Nth(Limits, 3)} sets (kernel.sem)."),
        "Remove sets that nobody needs (Get-SharedSemaphore, Remove-SharedSemaphore), or raise the limits: sysctl kernel.sem.");

    private static string Sentence(SemaphoreTarget semaphore)
    {
        string text = semaphore.ToString();
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
