namespace MmapModule.Search;

/// <summary>The forms of <see cref="RegexForms"/>.</summary>
internal enum RegexForm
{
    /// <summary>Backtracking, over a window.</summary>
    Quick,

    /// <summary>Without backtracking, over a window.</summary>
    Linear,

    /// <summary>Backtracking, at one place after the other.</summary>
    Single,
}
