using System;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>Words what the calls for System V message queues and segments report.</summary>
internal static class SystemVErrors
{
    /// <summary>Translates an error number.</summary>
    /// <param name="errno">The number.</param>
    /// <param name="call">The system call.</param>
    /// <param name="target">What it was about.</param>
    internal static MmapException Translate(int errno, string call, SystemVTarget target) =>
        Explain(errno, target) is { } known
            ? new MmapException(known.Kind, known.Message, known.Action)
            {
                ErrnoName = Errno.Name(errno),
                NativeCall = call,
            }
            : LinuxErrors.Translate(errno, new NativeFailure { Call = call });

    /// <summary>A limit of the system is reached.</summary>
    internal static MmapException Limit(int errno, string call, (string Message, string Action) limit) => new(MmapErrorKind.QueueLimit, limit.Message, limit.Action)
    {
        ErrnoName = Errno.Name(errno),
        NativeCall = call,
    };

    internal static MmapException ForeignOwner(SystemVTarget target, string owner) => new(
        MmapErrorKind.NotPermitted,
        Sentence(target) + " belongs to the user " + owner + "; anyone can create such an object, so opening it requires consent.",
        $"If you trust that user, add {Option.AllowForeignOwner}.");

    private static (MmapErrorKind Kind, string Message, string Action)? Explain(int errno, SystemVTarget target) => errno switch
    {
        Errno.ENOENT => (
            MmapErrorKind.KeyNotFound,
            "There is no " + target.ToString()["the ".Length..] + ".",
            target.Lister + " lists the existing ones; " + target.Creation),
        Errno.EEXIST => (
            target.Exists,
            Sentence(target) + " already exists.",
            $"Use {Option.Mode} Open or OpenOrCreate, choose another key, or remove it with " + target.Remover + "."),
        Errno.EIDRM or Errno.EINVAL when target.WasOpen => (
            MmapErrorKind.ObjectRemoved,
            Sentence(target) + " was removed while it was in use.",
            "Create it again, or find out who removed it; ipcs and " + target.Lister + " list the remaining ones."),
        Errno.EINVAL or Errno.EIDRM when target.Id is not null => (
            target.NotFound,
            "There is no " + target.ToString()["the ".Length..] + ".",
            target.Lister + " lists the existing ones."),
        Errno.EACCES => (
            MmapErrorKind.AccessDenied,
            "Access to " + target + " is denied.",
            target.Lister + " shows owner and mode; its owner or root may change them."),
        Errno.EPERM => (
            MmapErrorKind.NotPermitted,
            Sentence(target) + " belongs to another user; only its owner and root may remove it.",
            target.Lister + " shows the owner; remove it as that user or as root."),
        _ => null,
    };

    private static string Sentence(SystemVTarget target) => "T" + target.ToString()[1..];
}
