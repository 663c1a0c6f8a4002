using System;
using System.Collections.Generic;
using System.Reflection;
using Xunit;
using Xunit.v3;

namespace MmapModule.Tests;

/// <summary>
/// Says that a test, or all tests of a class, are about one operating system. A test without it holds on all. The build leaves those
/// of other systems out by their trait; any other runner skips them, with the reason.
/// </summary>
/// <param name="platform">The system, as <see cref="OperatingSystem.IsOSPlatform"/> knows it: "Linux" or "Windows".</param>
/// <param name="reason">What the test uses or asserts that others do not have: "reads /proc".</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OnlyOnAttribute(string platform, string reason) : BeforeAfterTestAttribute, ITraitAttribute
{
    /// <summary>The name of the trait, whose value is the system.</summary>
    internal const string Trait = "OnlyOn";

    /// <summary>The system.</summary>
    public string Platform { get; } = platform;

    /// <summary>Why no other.</summary>
    public string Reason { get; } = reason;

    /// <summary>The trait that the build chooses tests by.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Trait, Platform)];

    /// <summary>Skips the test on other systems.</summary>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Assert.SkipUnless(OperatingSystem.IsOSPlatform(Platform), "holds only on " + Platform + ": " + Reason);
}
