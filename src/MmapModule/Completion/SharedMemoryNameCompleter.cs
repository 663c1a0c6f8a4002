using System.Collections.Generic;

namespace MmapModule.Completion;

/// <summary>Completes the names of the POSIX shared memory objects of this machine.</summary>
internal sealed class SharedMemoryNameCompleter : NameCompleter
{
    private protected override IReadOnlyList<string> Names() => SharedMemoryCatalog.Names();

    private protected override string ToolTip(string name) => "Shared memory " + name;
}
