using System;
using System.Runtime.InteropServices;
using MmapModule.Platform.MacOS.Access;
using MmapModule.Platform.MacOS.Cache;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Platform.MacOS.Files;
using MmapModule.Platform.MacOS.Limits;

namespace MmapModule.Platform.MacOS;

/// <summary>Memory mapping on 64-bit macOS: files, anonymous and named memory. Compiled, never run.</summary>
/// <remarks>
/// It follows Apple's headers and manual pages, and no test has run on macOS yet. What is not here is PlatformNotSupported.
/// </remarks>
internal sealed partial class MacOSPlatform : IMapPlatform
{
    private readonly MacOSSharedMemory _sharedMemory = new();

    internal MacOSPlatform() => Limits = new MacOSLimits(this);

    /// <inheritdoc/>
    // 16 KiB on Apple processors, 4 KiB on others: the runtime asks sysconf(_SC_PAGESIZE).
    public int PageSize => Environment.SystemPageSize;

    /// <inheritdoc/>
    public int Granularity => Environment.SystemPageSize;

    /// <inheritdoc/>
    // APFS can tell capital letters apart, but does not unless it was formatted so.
    public StringComparison PathComparison => StringComparison.OrdinalIgnoreCase;

    /// <inheritdoc/>
    public ICopyLayer Copying { get; } = new MacOSCopyLayer();

    /// <inheritdoc/>
    public IPageCache Cache { get; } = new MacOSPageCache();

    /// <inheritdoc/>
    public IProcessInspector Processes => MissingPlatform.Instance;

    /// <inheritdoc/>
    public ILimits Limits { get; }

    /// <inheritdoc/>
    public ISharedMemory SharedMemory => _sharedMemory;

    /// <inheritdoc/>
    public ISemaphores Semaphores => MissingPlatform.Instance;

    /// <inheritdoc/>
    public ILocks Locks => MissingPlatform.Instance;

    /// <inheritdoc/>
    public IQueues Queues => MissingPlatform.Instance;

    /// <inheritdoc/>
    public IWaiting Waiting { get; } = new MacOSWaiting();

    /// <inheritdoc/>
    public IFileWatching FileWatching => MissingPlatform.Instance;

    private static MmapException Failure(int errno, NativeFailure failure) => MacOSErrors.Translate(errno, failure);

    /// <summary>The error number of the call just made.</summary>
    private static int LastErrno() => Marshal.GetLastPInvokeError();
}
