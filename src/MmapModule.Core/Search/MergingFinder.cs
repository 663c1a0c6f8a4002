using System.Threading;

namespace MmapModule.Search;

/// <summary>Searches for several expressions that no one automaton can find together, and hands out their hits as one search.</summary>
internal sealed class MergingFinder : HitFinder
{
    private readonly HitFinder[] _finders;
    private readonly (long From, long Limit, bool IsFound, MapRange Hit)[] _next;

    internal MergingFinder(HitFinder[] finders)
    {
        _finders = finders;
        _next = new (long, long, bool, MapRange)[finders.Length];
        Forget();
    }

    public override void Dispose()
    {
        foreach (HitFinder finder in _finders)
        {
            finder.Dispose();
        }
    }

    internal override bool TryNext(long from, long limit, out MapRange hit, CancellationToken cancellation)
    {
        hit = default;
        bool isFound = false;
        for (int i = 0; i < _finders.Length; i++)
        {
            ref (long From, long Limit, bool IsFound, MapRange Hit) next = ref _next[i];
            bool isKnown = next.From >= 0 && next.From <= from && next.Limit == limit && (!next.IsFound || next.Hit.Offset >= from);
            if (!isKnown)
            {
                bool found = _finders[i].TryNext(from, limit, out MapRange first, cancellation);
                next = (from, limit, found, first);
            }

            if (next.IsFound && (!isFound || next.Hit.Offset < hit.Offset))
            {
                isFound = true;
                hit = next.Hit;
                Number = i;
            }
        }

        return isFound;
    }

    internal override bool TryPrevious(long from, long limit, out MapRange hit, CancellationToken cancellation)
    {
        Forget();
        hit = default;
        bool isFound = false;
        for (int i = 0; i < _finders.Length; i++)
        {
            if (_finders[i].TryPrevious(from, limit, out MapRange last, cancellation) && (!isFound || last.End > hit.End))
            {
                isFound = true;
                hit = last;
                Number = i;
            }
        }

        return isFound;
    }

    private void Forget()
    {
        for (int i = 0; i < _next.Length; i++)
        {
            _next[i].From = -1;
        }
    }
}
