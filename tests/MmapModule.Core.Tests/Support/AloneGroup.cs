using Xunit;

namespace MmapModule.Tests;

/// <summary>For tests that count what the whole process has: they run when nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneGroup
{
    internal const string Name = "alone";
}
