using System.Collections.Generic;
using System.Threading;
using MmapModule.Extents;

namespace MmapModule;

/// <summary>Where the bytes of files are: data, holes, and their places on the device.</summary>
public static class FileExtents
{
    /// <summary>Asks the file system for the extents of a file (FIEMAP, else SEEK_DATA and SEEK_HOLE of lseek(2)); reads no byte of it.</summary>
    /// <param name="path">A regular file or a block device.</param>
    /// <param name="sync">Write changes to the device first: before that, they may have no place there.</param>
    /// <param name="cancellation">Ends the work with OperationCanceledException.</param>
    /// <returns>
    /// The extents in order, without gaps from the start to the end of the file; after that, blocks that are reserved behind its end.
    /// Several extents may follow on each other without a hole between them.
    /// </returns>
    /// <exception cref="MmapException">PathNotFound, AccessDenied, or NotMappable for what has no extents, such as a folder or a pipe.</exception>
    public static IEnumerable<FileExtent> Get(string path, bool sync = false, CancellationToken cancellation = default)
    {
        using ExtentFile file = ExtentFile.Open(path);
        foreach (FileExtent extent in file.Extents(null, sync, cancellation))
        {
            yield return extent;
        }
    }
}
