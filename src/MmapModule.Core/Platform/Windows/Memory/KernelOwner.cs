using System;
using System.Runtime.InteropServices;
using System.Security.Principal;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Memory;

/// <summary>Who owns a kernel object, or a file.</summary>
/// <param name="Name">The name of the user or group; empty if it is not told.</param>
/// <param name="IsOwn">Whether it is this user, or a group for which this process may own things.</param>
internal readonly record struct KernelOwner(string Name, bool IsOwn)
{
    /// <summary>Asks the system about an open object.</summary>
    /// <param name="handle">The object, opened with READ_CONTROL.</param>
    /// <param name="type">What it is: SE_KERNEL_OBJECT or SE_FILE_OBJECT.</param>
    // SAFETY: the pointers are local variables, and the descriptor, in which the owner lies, is freed after its last use.
    internal static unsafe KernelOwner Of(SafeHandle handle, int type = ObjectConstants.SE_KERNEL_OBJECT)
    {
        void* owner = null;
        void* descriptor = null;
        uint error = Advapi32.GetSecurityInfo(handle, type, ObjectConstants.OWNER_SECURITY_INFORMATION, &owner, null, null, null, &descriptor);
        try
        {
            // Where nobody is told to own it, the access rights, which have been checked, are all there is.
            return error == 0 && owner is not null && OperatingSystem.IsWindows() ? Of(new SecurityIdentifier((nint)owner)) : new KernelOwner(string.Empty, IsOwn: true);
        }
        finally
        {
            _ = Kernel32.LocalFree(descriptor);
        }
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static KernelOwner Of(SecurityIdentifier owner)
    {
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        bool isOwn = owner == user.User || owner == user.Owner || user.Groups?.Contains(owner) == true;
        try
        {
            return new KernelOwner(owner.Translate(typeof(NTAccount)).Value, isOwn);
        }
        catch (Exception error) when (error is IdentityNotMappedException or SystemException)
        {
            return new KernelOwner(owner.Value, isOwn);
        }
    }
}
