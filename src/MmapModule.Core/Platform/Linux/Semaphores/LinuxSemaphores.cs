using System;
using System.Collections.Generic;
using System.IO;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>The two kinds of semaphores of Linux.</summary>
internal sealed class LinuxSemaphores : ISemaphores
{
    /// <summary>Null where the process has musl, whose versions disagree about the bytes of a semaphore in which somebody waits.</summary>
    private readonly PosixSemaphores? _posix;

    internal LinuxSemaphores(LinuxPlatform platform, string runtime) =>
        _posix = runtime.Contains("musl", StringComparison.Ordinal) ? null : new PosixSemaphores(platform, new GlibcLayout());

    private PosixSemaphores Posix => _posix ?? throw MapPlatform.NotSupported("A POSIX semaphore of the C library musl");

    /// <summary>Whether a file in the folder of shared memory is a semaphore of glibc, and so none of what users call shared memory.</summary>
    internal static bool IsSemaphore(string fileName) => fileName.StartsWith(GlibcLayout.FilePrefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public ISemaphoreHandle Open(string name, SharedSemaphoreOptions options) => Posix.Open(name, options);

    /// <inheritdoc/>
    public ISemaphoreHandle OpenKey(int key, SharedSemaphoreOptions options) => SystemVSemaphores.OpenKey(key, options);

    /// <inheritdoc/>
    public ISemaphoreHandle OpenSet(int id, SharedSemaphoreOptions options) => SystemVSemaphores.OpenId(id, options);

    /// <inheritdoc/>
    public IReadOnlyList<string> Names() => _posix?.Names() ?? [];

    /// <inheritdoc/>
    public SharedSemaphoreInfo? DescribeSemaphore(string name) => _posix?.Describe(name);

    /// <inheritdoc/>
    public IReadOnlyList<SharedSemaphoreInfo> DescribeSets() => SystemVSemaphores.Describe();

    /// <inheritdoc/>
    public void RemoveSemaphore(string name) => Posix.Remove(name);

    /// <inheritdoc/>
    public void RemoveSet(int id) => SystemVSemaphores.Remove(id);

    /// <inheritdoc/>
    public string? SemaphoreOf(FileInfo file) => file.DirectoryName + "/" == LinuxSharedMemory.Folder ? _posix?.NameOf(file.Name) : null;
}
