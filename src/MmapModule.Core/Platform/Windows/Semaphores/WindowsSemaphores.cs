using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Memory;

namespace MmapModule.Platform.Windows.Semaphores;

/// <summary>Named semaphores of the kernel: what CreateSemaphore and the Semaphore class of .NET open.</summary>
internal sealed class WindowsSemaphores : ISemaphores
{
    /// <summary>A name that others close and create again all the time is given up after this many attempts.</summary>
    private const int OpenAttempts = 100;

    private const string Type = "Semaphore";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc/>
    public ISemaphoreHandle Open(string name, SharedSemaphoreOptions options)
    {
        string fullName = KernelName.TryFull(name) ?? throw SemaphoreCallErrors.BadName(name);
        _ = options.Permission == OwnerOnly ? options.Permission : throw SectionErrors.NoPermission();
        for (int attempt = 1; ; attempt++)
        {
            if (options.Mode != SharedMemoryMode.Create)
            {
                SafeWaitHandle semaphore = TryOpen(fullName, out int error);
                if (error == 0)
                {
                    return Own(semaphore, name, options.AllowForeignOwner);
                }

                if (error != Win32Error.ERROR_FILE_NOT_FOUND || options.Mode == SharedMemoryMode.Open)
                {
                    throw SemaphoreCallErrors.Translate(error, "OpenSemaphore", name);
                }
            }

            if (TryCreate(fullName, name, options.InitialCount) is { } created)
            {
                return Own(created, name, allowForeignOwner: true);
            }

            if (options.Mode == SharedMemoryMode.Create || attempt == OpenAttempts)
            {
                throw SemaphoreCallErrors.Translate(Win32Error.ERROR_ALREADY_EXISTS, "CreateSemaphore", name);
            }
        }
    }

    /// <inheritdoc/>
    public ISemaphoreHandle OpenKey(int key, SharedSemaphoreOptions options) => throw SectionErrors.NoSegments();

    /// <inheritdoc/>
    public ISemaphoreHandle OpenSet(int id, SharedSemaphoreOptions options) => throw SectionErrors.NoSegments();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names() => KernelFolder.Names(Type);

    /// <inheritdoc/>
    public SharedSemaphoreInfo? DescribeSemaphore(string name)
    {
        if (KernelName.TryFull(name) is not { } fullName)
        {
            return null;
        }

        using SafeWaitHandle semaphore = TryOpen(fullName, out int error);
        if (error is not (0 or Win32Error.ERROR_ACCESS_DENIED))
        {
            return null;
        }

        return new SharedSemaphoreInfo
        {
            Name = KernelName.Shown(fullName),
            Kind = SharedSemaphoreKind.Posix,
            Counts = error == 0 && WindowsSemaphoreHandle.Read(semaphore) is { } count ? [count] : [],
            Owner = error == 0 ? KernelOwner.Of(semaphore).Name : string.Empty,
            Mode = string.Empty,
        };
    }

    /// <inheritdoc/>
    /// <remarks>There are none.</remarks>
    public IReadOnlyList<SharedSemaphoreInfo> DescribeSets() => [];

    /// <inheritdoc/>
    public void RemoveSemaphore(string name)
    {
        string fullName = KernelName.TryFull(name) ?? throw SemaphoreCallErrors.BadName(name);
        if (KeptSemaphores.TryRelease(fullName))
        {
            return;
        }

        using SafeWaitHandle semaphore = TryOpen(fullName, out int error);
        throw error is 0 or Win32Error.ERROR_ACCESS_DENIED
            ? SemaphoreCallErrors.CannotRemove(name)
            : SemaphoreCallErrors.Translate(error, "OpenSemaphore", name);
    }

    /// <inheritdoc/>
    public void RemoveSet(int id) => throw SectionErrors.NoSegments();

    /// <inheritdoc/>
    public string? SemaphoreOf(FileInfo file) => null;

    private static SafeWaitHandle TryOpen(string fullName, out int error)
    {
        const uint access = ObjectConstants.SEMAPHORE_QUERY_STATE | ObjectConstants.SEMAPHORE_MODIFY_STATE | ObjectConstants.SYNCHRONIZE | ObjectConstants.READ_CONTROL;
        nint handle = Kernel32.OpenSemaphoreW(access, 0, fullName);
        error = handle == 0 ? Marshal.GetLastPInvokeError() : 0;
        return new SafeWaitHandle(handle, ownsHandle: true);
    }

    /// <summary>Creates a semaphore, which this process keeps; null if there is one of that name.</summary>
    private static SafeWaitHandle? TryCreate(string fullName, string name, int count)
    {
        nint handle = Kernel32.CreateSemaphoreW(0, count, int.MaxValue, fullName);
        int error = Marshal.GetLastPInvokeError();
        if (handle == 0)
        {
            throw SemaphoreCallErrors.Translate(error, "CreateSemaphore", name);
        }

        SafeWaitHandle created = new(handle, ownsHandle: true);
        if (error == Win32Error.ERROR_ALREADY_EXISTS)
        {
            created.Dispose();
            return null;
        }

        SafeWaitHandle used = TryOpen(fullName, out error);
        if (error != 0)
        {
            created.Dispose();
            throw SemaphoreCallErrors.Translate(error, "OpenSemaphore", name);
        }

        KeptSemaphores.Add(fullName, created);
        return used;
    }

    private static WindowsSemaphoreHandle Own(SafeWaitHandle semaphore, string name, bool allowForeignOwner)
    {
        KernelOwner owner = KernelOwner.Of(semaphore);
        if (!allowForeignOwner && !owner.IsOwn)
        {
            semaphore.Dispose();
            throw SemaphoreCallErrors.ForeignOwner(name, owner.Name);
        }

        return new WindowsSemaphoreHandle(semaphore) { Name = name, Owner = owner.Name };
    }
}
