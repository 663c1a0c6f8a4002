using System;

namespace MmapModule.Platform;

/// <summary>Keeps a page mapped while it is used.</summary>
internal readonly ref struct PageUse
{
    private readonly SharedPage _page;

    internal PageUse(SharedPage page)
    {
        _page = page;
        bool isHeld = false;
        try
        {
            page.DangerousAddRef(ref isHeld);
        }
        catch (ObjectDisposedException)
        {
        }

        IsMapped = isHeld;
    }

    /// <summary>False if it was unmapped before.</summary>
    internal bool IsMapped { get; }

    /// <summary>Where the page is.</summary>
    internal nint Address => _page.Address;

    /// <summary>Lets it be unmapped.</summary>
    public void Dispose()
    {
        if (IsMapped)
        {
            _page.DangerousRelease();
        }
    }
}
