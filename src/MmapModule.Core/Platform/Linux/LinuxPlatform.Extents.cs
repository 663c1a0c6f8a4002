using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;

namespace MmapModule.Platform.Linux;

/// <content>Where files are on their devices.</content>
internal sealed partial class LinuxPlatform
{
    /// <summary>So many extents are asked for at a time.</summary>
    private const int ExtentsAtOnce = 512;

    /// <inheritdoc/>
    // SAFETY: the buffer is pinned during the call; it has room for the header and for as many extents as the header says.
    public unsafe ExtentBatch? ReadExtents(MapBacking file, MapRange range, bool sync)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(sizeof(Fiemap) + (ExtentsAtOnce * sizeof(FiemapExtent)));
        try
        {
            Fiemap request = new()
            {
                fm_start = (ulong)range.Offset,
                fm_length = (ulong)range.Length,
                fm_flags = sync ? FiemapConstants.FIEMAP_FLAG_SYNC : 0,
                fm_extent_count = ExtentsAtOnce,
            };
            Array.Clear(buffer);
            fixed (byte* start = buffer)
            {
                for (int attempt = 1; ; attempt++)
                {
                    MemoryMarshal.Write(buffer, in request);
                    if (Libc.ioctl(file.File, FiemapConstants.FS_IOC_FIEMAP, start) == 0)
                    {
                        break;
                    }

                    int errno = LastErrno();
                    if (errno is Errno.ENOTTY or Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.EBADR or Errno.EINVAL)
                    {
                        return null;
                    }

                    if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
                    {
                        throw Failure(errno, new NativeFailure { Call = "ioctl", Path = file.Path, Offset = range.Offset, Backing = file });
                    }
                }
            }

            int count = (int)Math.Min(MemoryMarshal.Read<Fiemap>(buffer).fm_mapped_extents, ExtentsAtOnce);
            return Batch(MemoryMarshal.Cast<byte, FiemapExtent>(buffer.AsSpan(sizeof(Fiemap), count * sizeof(FiemapExtent))));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ExtentBatch Batch(ReadOnlySpan<FiemapExtent> found)
    {
        const uint nowhere = FiemapConstants.FIEMAP_EXTENT_UNKNOWN | FiemapConstants.FIEMAP_EXTENT_DELALLOC | FiemapConstants.FIEMAP_EXTENT_ENCODED;
        List<DeviceExtent> extents = new(found.Length);
        bool isLast = found.Length < ExtentsAtOnce;
        foreach (FiemapExtent extent in found)
        {
            long start = (long)Math.Min(extent.fe_logical, long.MaxValue);
            MapRange range = new(start, (long)Math.Min(extent.fe_length, (ulong)(long.MaxValue - start)));
            long? physical = (extent.fe_flags & nowhere) != 0 || extent.fe_physical > long.MaxValue ? null : (long)extent.fe_physical;
            bool isUnwritten = (extent.fe_flags & FiemapConstants.FIEMAP_EXTENT_UNWRITTEN) != 0;
            bool isShared = (extent.fe_flags & FiemapConstants.FIEMAP_EXTENT_SHARED) != 0;
            extents.Add(new DeviceExtent(range, physical, isUnwritten, isShared));
            isLast |= (extent.fe_flags & FiemapConstants.FIEMAP_EXTENT_LAST) != 0;
        }

        return new ExtentBatch(extents, isLast);
    }
}
