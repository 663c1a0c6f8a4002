namespace MmapModule.Mapping;

/// <summary>A stay inside the gate of a mapping, which ends when it is disposed.</summary>
/// <remarks>It holds the handle and not the gate alone: so the handle is not finalized as long as somebody is inside.</remarks>
internal readonly ref struct GateEntry
{
    private readonly SafeMapHandle _handle;
    private readonly bool _isExclusive;

    internal GateEntry(SafeMapHandle handle, bool isExclusive)
    {
        _handle = handle;
        _isExclusive = isExclusive;
    }

    public void Dispose()
    {
        if (_isExclusive)
        {
            _handle.Gate.ExitExclusive();
        }
        else
        {
            _handle.Gate.Exit();
        }
    }
}
