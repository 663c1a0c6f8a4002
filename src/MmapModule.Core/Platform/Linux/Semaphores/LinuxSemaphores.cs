using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>The two kinds of semaphores of Linux.</summary>
internal sealed class LinuxSemaphores : ISemaphores
{
    private readonly PosixSemaphores _posix;

    internal LinuxSemaphores(LinuxPlatform platform) => _posix = new PosixSemaphores(platform, Layout);

    /// <summary>That of the C library of this process, with which other programs most likely work too.</summary>
    internal static ISemaphoreLayout Layout { get; } =
        RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? new MuslLayout() : new GlibcLayout();

    /// <summary>Whether a file in the folder of shared memory is a semaphore of glibc, and so none of what users call shared memory.</summary>
    internal static bool IsSemaphore(string fileName) => fileName.StartsWith(GlibcLayout.FilePrefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public ISemaphoreHandle Open(string name, SharedSemaphoreOptions options) => _posix.Open(name, options);

    /// <inheritdoc/>
    public ISemaphoreHandle OpenKey(int key, SharedSemaphoreOptions options) => SystemVSemaphores.OpenKey(key, options);

    /// <inheritdoc/>
    public ISemaphoreHandle OpenSet(int id, SharedSemaphoreOptions options) => SystemVSemaphores.OpenId(id, options);

    /// <inheritdoc/>
    public IReadOnlyList<string> Names() => _posix.Names();

    /// <inheritdoc/>
    public SharedSemaphoreInfo? DescribeSemaphore(string name) => _posix.Describe(name);

    /// <inheritdoc/>
    public IReadOnlyList<SharedSemaphoreInfo> DescribeSets() => SystemVSemaphores.Describe();

    /// <inheritdoc/>
    public void RemoveSemaphore(string name) => _posix.Remove(name);

    /// <inheritdoc/>
    public void RemoveSet(int id) => SystemVSemaphores.Remove(id);

    /// <inheritdoc/>
    public string? SemaphoreOf(FileInfo file) => file.DirectoryName + "/" == LinuxSharedMemory.Folder ? _posix.NameOf(file.Name) : null;
}
