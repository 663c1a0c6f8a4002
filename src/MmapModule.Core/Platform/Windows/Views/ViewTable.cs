using System.Collections.Generic;

namespace MmapModule.Platform.Windows.Views;

/// <summary>All views that this platform has mapped. Windows does not keep what is needed to map a part of one again, and what is not in here is never unmapped.</summary>
internal sealed class ViewTable
{
    private readonly object _lock = new();
    private readonly SortedDictionary<nint, View> _views = [];

    /// <summary>Adds a view; the section stays open as long as there are views of it.</summary>
    internal void Add(View view)
    {
        bool isHeld = false;
        view.Section.DangerousAddRef(ref isHeld);
        lock (_lock)
        {
            _views.Add(view.Address, view);
        }
    }

    /// <summary>Forgets a view. Call it before the view is unmapped: afterwards another thread may get its address.</summary>
    /// <returns>False if it was not there any more.</returns>
    internal bool Remove(View view)
    {
        lock (_lock)
        {
            if (!_views.TryGetValue(view.Address, out View? known) || !ReferenceEquals(known, view) || !_views.Remove(view.Address))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The views that have bytes in a range, in the order of their addresses.</summary>
    internal List<View> In(nint address, long length)
    {
        List<View> found = [];
        lock (_lock)
        {
            foreach (View view in _views.Values)
            {
                if (view.Address >= address + (nint)length)
                {
                    break;
                }

                if (view.End > address)
                {
                    found.Add(view);
                }
            }
        }

        return found;
    }

    /// <summary>The views of a file whose changes go to it.</summary>
    internal List<View> Of(FileIdentity file)
    {
        List<View> found = [];
        lock (_lock)
        {
            foreach (View view in _views.Values)
            {
                if (view.IsFile && !view.IsCopyOnWrite && view.Identity == file)
                {
                    found.Add(view);
                }
            }
        }

        return found;
    }
}
