using System.Text;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Pictures;

/// <summary>Writes a picture to a file as maps are saved: a file that is there is replaced as a whole, or not at all.</summary>
internal static class PictureFile
{
    /// <exception cref="MmapException">FileExists, AccessDenied, NoSpace and others.</exception>
    internal static void Write(string path, string svg, bool noClobber, CancellationToken cancellation)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(svg);
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = bytes.Length, IsPrivate = true });
        map.Write(0, bytes);
        map.Save(path, changedOnly: false, null, cancellation, noClobber);
    }

    /// <summary>Throws if the picture would take the place of what it shows.</summary>
    internal static void CheckIsOther(string path, MemoryMap shown)
    {
        if (shown.Backing is { } backing && MapPlatform.Current.StatPath(path)?.Identity == backing.Identity)
        {
            throw PictureErrors.OwnFile(path);
        }
    }
}
