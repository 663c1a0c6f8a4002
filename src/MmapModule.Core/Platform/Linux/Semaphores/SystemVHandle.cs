using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>A System V semaphore set. The kernel keeps it and looks after it; here is only its id.</summary>
internal sealed class SystemVHandle : ISemaphoreHandle
{
    private readonly SemaphoreTarget _target;
    private volatile bool _isClosed;

    internal SystemVHandle(SystemVSet set)
    {
        _target = new SemaphoreTarget { Id = set.Id, WasOpen = true };
        Key = set.Key;
        Id = set.Id;
        SetSize = set.Size;
        Owner = LinuxUsers.Name(set.OwnerId);
        Mode = FileModes.Text(set.Mode);
    }

    /// <inheritdoc/>
    public string? Name => null;

    /// <inheritdoc/>
    public int? Key { get; }

    /// <inheritdoc/>
    public int? Id { get; }

    /// <inheritdoc/>
    public string Owner { get; }

    /// <inheritdoc/>
    public string Mode { get; }

    /// <inheritdoc/>
    public int SetSize { get; }

    /// <inheritdoc/>
    public SemaphoreState? Read(int index) => _isClosed ? null : Read(Id!.Value, index);

    internal static SemaphoreState? Read(int id, int index) =>
        SystemVCalls.Get(id, index, SemaphoreConstants.GETVAL) is { } count && SystemVCalls.Get(id, index, SemaphoreConstants.GETNCNT) is { } waiters
            ? new SemaphoreState(count, waiters)
            : null;

    /// <inheritdoc/>
    public bool TryTake(int index, int count) => TryTake(index, count, 0);

    /// <inheritdoc/>
    public ISemaphoreWait BeginWait(int index, int count) => new Wait(this, index, count);

    /// <inheritdoc/>
    public void Release(int index, int count)
    {
        ThrowIfClosed();
        if (count > SemaphoreConstants.SEMVMX)
        {
            throw SemaphoreErrors.Overflow(_target.ToString(), count, SemaphoreConstants.SEMVMX);
        }

        SystemVBalance.Release(Id!.Value, index, count, (own, more) => SystemVCalls.Release(_target, index, own, more));
    }

    /// <inheritdoc/>
    public void Dispose() => _isClosed = true;

    private bool TryTake(int index, int count, int milliseconds)
    {
        ThrowIfClosed();
        if (count > SemaphoreConstants.SEMVMX)
        {
            throw SemaphoreErrors.NeverEnough(count, SemaphoreConstants.SEMVMX);
        }

        if (!SystemVCalls.TryTake(_target, index, count, milliseconds))
        {
            return false;
        }

        SystemVBalance.Took(Id!.Value, index, count);
        return true;
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw SemaphoreErrors.Closed(_target.ToString());
        }
    }

    /// <summary>The kernel counts those who wait by itself.</summary>
    private sealed class Wait(SystemVHandle set, int index, int count) : ISemaphoreWait
    {
        public bool TryTake(int milliseconds) => set.TryTake(index, count, milliseconds);

        public void Dispose()
        {
        }
    }
}
