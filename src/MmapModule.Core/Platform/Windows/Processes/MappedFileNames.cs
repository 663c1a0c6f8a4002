using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>The files that a process has mapped. The parts of a view have the same file, so each is asked for once.</summary>
internal sealed class MappedFileNames
{
    private const int Longest = 32768;

    private readonly SafeProcessHandle _process;
    private readonly DevicePaths _devices = new();
    private readonly char[] _buffer = new char[Longest];
    private nint _known;
    private string? _path;

    internal MappedFileNames(SafeProcessHandle process) => _process = process;

    /// <summary>The path of the file in a region; null for memory.</summary>
    internal string? Of(MemoryRegion region)
    {
        if (!region.IsMapped || !region.IsCommitted)
        {
            return null;
        }

        if (region.AllocationStart != _known)
        {
            _known = region.AllocationStart;
            _path = Find(region.Start);
        }

        return _path;
    }

    // SAFETY: the buffer is pinned, and its size is passed on.
    private unsafe string? Find(nint address)
    {
        fixed (char* name = _buffer)
        {
            uint length = Kernel32.K32GetMappedFileNameW(_process, address, name, Longest);
            return length == 0 ? null : _devices.ToPath(new string(name, 0, (int)length));
        }
    }
}
