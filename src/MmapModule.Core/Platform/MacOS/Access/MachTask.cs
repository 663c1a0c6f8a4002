using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.MacOS;

namespace MmapModule.Platform.MacOS.Access;

/// <summary>The port of this process, with which Mach calls name it.</summary>
internal static class MachTask
{
    // mach/mach_init.h: mach_task_self() is a macro for this variable. Its value stays the same while the process lives.
    private static readonly Lazy<uint> s_self = new(static () =>
        (uint)Marshal.ReadInt32(NativeLibrary.GetExport(NativeLibrary.Load(LibSystem.Library), "mach_task_self_")));

    /// <summary>mach_task_self().</summary>
    internal static uint Self => s_self.Value;
}
