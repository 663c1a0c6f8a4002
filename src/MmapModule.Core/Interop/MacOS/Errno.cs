namespace MmapModule.Interop.MacOS;

/// <summary>errno values of macOS (sys/errno.h). Up to ERANGE they are those of every Unix, except EDEADLK and EAGAIN; the rest differ from Linux.</summary>
internal static class Errno
{
    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int ESRCH = 3;
    internal const int EINTR = 4;
    internal const int EIO = 5;
    internal const int ENXIO = 6;
    internal const int EBADF = 9;
    internal const int EDEADLK = 11;
    internal const int ENOMEM = 12;
    internal const int EACCES = 13;
    internal const int EFAULT = 14;
    internal const int EBUSY = 16;
    internal const int EEXIST = 17;
    internal const int EXDEV = 18;
    internal const int ENODEV = 19;
    internal const int ENOTDIR = 20;
    internal const int EISDIR = 21;
    internal const int EINVAL = 22;
    internal const int ENFILE = 23;
    internal const int EMFILE = 24;
    internal const int ENOTTY = 25;
    internal const int ETXTBSY = 26;
    internal const int EFBIG = 27;
    internal const int ENOSPC = 28;
    internal const int ESPIPE = 29;
    internal const int EROFS = 30;
    internal const int ERANGE = 34;
    internal const int EAGAIN = 35;
    internal const int ENOTSUP = 45;
    internal const int ETIMEDOUT = 60;
    internal const int ELOOP = 62;
    internal const int ENAMETOOLONG = 63;
    internal const int EDQUOT = 69;
    internal const int ESTALE = 70;
    internal const int ENOLCK = 77;
    internal const int ENOSYS = 78;
    internal const int EOVERFLOW = 84;
    internal const int ENOATTR = 93;
    internal const int EOPNOTSUPP = 102;

    /// <summary>The symbolic name of an error number, for messages.</summary>
    internal static string Name(int errno) => errno switch
    {
        EPERM => nameof(EPERM),
        ENOENT => nameof(ENOENT),
        ESRCH => nameof(ESRCH),
        EINTR => nameof(EINTR),
        EIO => nameof(EIO),
        ENXIO => nameof(ENXIO),
        EBADF => nameof(EBADF),
        EDEADLK => nameof(EDEADLK),
        ENOMEM => nameof(ENOMEM),
        EACCES => nameof(EACCES),
        EFAULT => nameof(EFAULT),
        EBUSY => nameof(EBUSY),
        EEXIST => nameof(EEXIST),
        EXDEV => nameof(EXDEV),
        ENODEV => nameof(ENODEV),
        ENOTDIR => nameof(ENOTDIR),
        EISDIR => nameof(EISDIR),
        EINVAL => nameof(EINVAL),
        ENFILE => nameof(ENFILE),
        EMFILE => nameof(EMFILE),
        ENOTTY => nameof(ENOTTY),
        ETXTBSY => nameof(ETXTBSY),
        EFBIG => nameof(EFBIG),
        ENOSPC => nameof(ENOSPC),
        ESPIPE => nameof(ESPIPE),
        EROFS => nameof(EROFS),
        ERANGE => nameof(ERANGE),
        EAGAIN => nameof(EAGAIN),
        ENOTSUP => nameof(ENOTSUP),
        ETIMEDOUT => nameof(ETIMEDOUT),
        ELOOP => nameof(ELOOP),
        ENAMETOOLONG => nameof(ENAMETOOLONG),
        EDQUOT => nameof(EDQUOT),
        ESTALE => nameof(ESTALE),
        ENOLCK => nameof(ENOLCK),
        ENOSYS => nameof(ENOSYS),
        EOVERFLOW => nameof(EOVERFLOW),
        ENOATTR => nameof(ENOATTR),
        EOPNOTSUPP => nameof(EOPNOTSUPP),
        _ => "errno " + errno.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
