using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>Opens processes to look at their memory.</summary>
internal static class ProcessHandle
{
    /// <summary>What telling about pages and the files behind them needs.</summary>
    private const uint Access = ObjectConstants.PROCESS_QUERY_INFORMATION | MemoryConstants.PROCESS_VM_READ;

    /// <exception cref="MmapException">PathNotFound (no such process) or AccessDenied.</exception>
    internal static SafeProcessHandle Open(int processId)
    {
        // Everybody may look into himself; Wine tells of pages only by this handle.
        if (processId == Environment.ProcessId)
        {
            return new SafeProcessHandle(Kernel32.GetCurrentProcess(), ownsHandle: false);
        }

        nint handle = Kernel32.OpenProcess(Access, 0, (uint)processId);
        return handle != 0 ? new SafeProcessHandle(handle, ownsHandle: true) : throw WindowsErrors.Last(new NativeFailure { Call = "OpenProcess", ProcessId = processId });
    }
}
