using MmapModule.Access;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.Access;

/// <summary>One way for everything: guarded machine code, for which it does not matter what the memory is.</summary>
internal sealed class WindowsCopyLayer : ICopyLayer
{
    private static readonly object s_lock = new();

    /// <inheritdoc/>
    public MemoryCopier FaultProof => GuardedCopier.Instance;

    /// <inheritdoc/>
    public MemoryCopier SelectCopier(MapRequest request) => GuardedCopier.Instance;

    /// <inheritdoc/>
    public AtomicWord SelectWord(ref AtomicWord? known, bool isExact)
    {
        lock (s_lock)
        {
            return known ??= Create();
        }
    }

    /// <inheritdoc/>
    // Nobody can remove our handler, so it is early enough when it is needed.
    public void Prepare()
    {
    }

    private static GuardedWord Create() => GuardedCodePage.TryCreate(GuardedCode.X64, out int error) is { } page
        ? new GuardedWord(page)
        : throw WindowsErrors.Translate(error, new NativeFailure { Call = "VirtualProtect", What = "machine code that survives bad pages" });
}
