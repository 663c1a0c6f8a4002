using System;
using System.Globalization;

namespace MmapModule.Tests;

/// <summary>
/// Where random tests begin. It is the same in each run, so that a change is what makes a test fail; the environment variable
/// MMAPMODULE_TEST_SEED takes another number, for long searches.
/// </summary>
internal static class Seed
{
    private const int Ordinary = 20261126;

    internal static int Start { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MMAPMODULE_TEST_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out int chosen) ? chosen : Ordinary;
}
