using MmapModule.Platform;

namespace MmapModule;

/// <content>Protection and sealing of pages.</content>
public sealed partial class MemoryMap
{
    /// <summary>True once pages have been sealed with mseal(2): the map then stays until the process ends.</summary>
    public bool HasSealedPages { get; private set; }

    /// <summary>Changes what may be done with a range of whole pages (mprotect(2)).</summary>
    /// <param name="protection">The new protection.</param>
    /// <param name="offset">Where the range starts: a page boundary of the mapping.</param>
    /// <param name="length">Its length: up to a page boundary or to the end; null means the rest.</param>
    /// <exception cref="MmapException">AccessDenied, NoExecMount, Sealed, NotPermitted, InvalidArgument, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void Protect(MapProtection protection, long offset = 0, long? length = null)
    {
        MapRange range = Resolve(offset, length);
        if (range.Length == 0)
        {
            return;
        }

        MapRange pages = WholePages(range, "changes the protection of");
        ChangePages(range, pages, () =>
        {
            try
            {
                _platform.Protect(_handle.Address + (nint)pages.Offset, pages.Length, Describe(protection), range.Offset);
                _protections.Set(pages, protection, Protection);
            }
            catch (MmapException)
            {
                // The kernel goes from page to page: it may have changed some before one was refused.
                ReadBackProtections(pages);
                throw;
            }
            finally
            {
                if (_protections.Uniform(_handle.MappedLength) is { } uniform)
                {
                    Protection = uniform;
                    _protections.Clear();
                }
            }
        });
    }

    /// <summary>Looks what the kernel has made of a range of which it has refused a part.</summary>
    private void ReadBackProtections(MapRange pages)
    {
        try
        {
            foreach ((MapRange part, MapProtection actual) in _platform.ReadProtections(_handle.Address + (nint)pages.Offset, pages.Length))
            {
                _protections.Set(part.Shift(pages.Offset), actual, Protection);
            }
        }
        catch (MmapException)
        {
            // Nobody tells: an access finds out, and the refusal is the error to report.
        }
    }

    /// <summary>Seals a range of whole pages (mseal(2)): until the process ends it cannot be unmapped, moved or given another protection.</summary>
    /// <param name="offset">Where the range starts: a page boundary of the mapping.</param>
    /// <param name="length">Its length: up to a page boundary or to the end; null means the rest.</param>
    /// <exception cref="MmapException">FlagNotSupported (before Linux 6.10), InvalidArgument, RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public void SealPages(long offset = 0, long? length = null)
    {
        MapRange range = Resolve(offset, length);
        if (range.Length == 0)
        {
            return;
        }

        MapRange pages = WholePages(range, "seals");
        ChangePages(range, pages, () =>
        {
            _platform.SealPages(_handle.Address + (nint)pages.Offset, pages.Length, Path, range.Offset);
            HasSealedPages = true;
        });
    }
}
