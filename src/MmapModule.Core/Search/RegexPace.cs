namespace MmapModule.Search;

/// <summary>
/// Remembers where the quick form of a regular expression was too slow, so that it is not tried again at once. Threads
/// share it without a lock: whatever they decide, the hits are the same.
/// </summary>
internal sealed class RegexPace
{
    private const int LongestRest = 64;

    private int _rest;
    private int _windows;

    /// <param name="form">How to begin.</param>
    /// <param name="windows">For how many windows the form stays, if it is not the quick one.</param>
    internal RegexPace(RegexForm form = RegexForm.Quick, int windows = 1)
    {
        Form = form;
        _windows = windows;
    }

    /// <summary>How the next window is searched.</summary>
    internal RegexForm Form { get; private set; }

    /// <summary>A window took too long.</summary>
    internal void Slower(RegexForm form, bool hasLinear)
    {
        Form = form == RegexForm.Quick && hasLinear ? RegexForm.Linear : RegexForm.Single;
        _rest = _rest == 0 ? 1 : _rest < LongestRest ? _rest * 2 : LongestRest;
        _windows = _rest;
    }

    /// <summary>A window is done.</summary>
    internal void Done()
    {
        if (Form == RegexForm.Quick)
        {
            _rest /= 2;
        }
        else if (--_windows <= 0)
        {
            Form = RegexForm.Quick;
        }
    }
}
