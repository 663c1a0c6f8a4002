namespace MmapModule;

/// <summary>Which advice is dangerous.</summary>
public static class MapAdvices
{
    /// <summary>Whether advice destroys data or memory.</summary>
    /// <param name="advice">The advice.</param>
    /// <returns>True if bytes of the range may be lost.</returns>
    public static bool Destroys(MapAdvice advice) => advice is
        MapAdvice.DontNeed or MapAdvice.Free or MapAdvice.Remove or MapAdvice.DontNeedLocked
        or MapAdvice.HwPoison or MapAdvice.GuardInstall or MapAdvice.GuardRemove;

    /// <summary>Whether advice destroys the content of the file itself, not only of the map.</summary>
    /// <param name="advice">The advice.</param>
    /// <returns>True for Remove.</returns>
    public static bool DestroysFile(MapAdvice advice) => advice is MapAdvice.Remove;
}
