using System.Collections.Generic;

namespace MmapModule.Completion;

/// <summary>Completes the names of the POSIX semaphores of this machine.</summary>
internal sealed class SemaphoreNameCompleter : NameCompleter
{
    private protected override IReadOnlyList<string> Names() => SharedSemaphoreCatalog.Names();

    private protected override string ToolTip(string name) => "Semaphore " + name;
}
