using System;

namespace MmapModule.Tests;

/// <summary>Tests with the trait Trust do more where the run may take longer: MMAPMODULE_TEST_MINUTES says how long.</summary>
internal static class LongRun
{
    internal const string Trait = "Tag";
    internal const string Trust = "Trust";

    /// <summary>How often something is done: a few times in the ordinary run.</summary>
    internal static int Rounds(int ordinary, int longer) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MMAPMODULE_TEST_MINUTES")) ? ordinary : longer;
}
