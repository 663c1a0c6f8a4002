using System.Collections.Generic;

namespace MmapModule.Completion;

/// <summary>Completes the names of the locks of this machine.</summary>
internal sealed class MutexNameCompleter : NameCompleter
{
    private protected override IReadOnlyList<string> Names() => SharedMutexCatalog.Names();

    private protected override string ToolTip(string name) => "Lock " + SharedMutexCatalog.PathOf(name);
}
