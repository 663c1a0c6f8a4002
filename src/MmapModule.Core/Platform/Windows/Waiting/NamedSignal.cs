using System;

namespace MmapModule.Platform.Windows.Waiting;

/// <summary>Wakes waits in all processes of this session that map the same file or named memory.</summary>
/// <remarks>
/// A waiter resets the event, looks at the bytes, and then sleeps; so a write after the look ends the sleep. If another waiter
/// resets it in between, the wake is lost, and the next look, which comes soon anyway, finds what was written.
/// </remarks>
internal sealed class NamedSignal : IWriteSignal
{
    private readonly NamedEvent _event;

    internal NamedSignal(NamedEvent open) => _event = open;

    /// <inheritdoc/>
    public int Writes
    {
        get
        {
            _event.Reset();
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Wake() => _event.Set();

    /// <inheritdoc/>
    public void Sleep(int seen, TimeSpan time) => _event.Sleep((int)Math.Ceiling(time.TotalMilliseconds));
}
