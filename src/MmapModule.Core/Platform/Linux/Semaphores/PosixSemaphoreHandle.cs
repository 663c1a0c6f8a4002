using System;
using System.Runtime.InteropServices;
using System.Threading;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Access;
using MmapModule.Platform.Linux.Errors;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>An open POSIX semaphore: one mapped page, atomic instructions that survive a truncation, and futex(2).</summary>
internal sealed class PosixSemaphoreHandle : ISemaphoreHandle
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly IMapPlatform _platform;
    private readonly ISemaphoreLayout _layout;
    private readonly MapBacking _backing;
    private readonly string _path;
    private readonly SemaphoreTarget _target;
    private readonly SharedPage _pages;
    private volatile bool _isClosed;

    internal PosixSemaphoreHandle(IMapPlatform platform, ISemaphoreLayout layout, MapBacking backing, NativeFailure failure)
    {
        _platform = platform;
        _layout = layout;
        _backing = backing;
        _path = failure.Path!;
        _target = failure.Semaphore!.Value;
        _pages = new SharedPage(platform, backing);
    }

    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public int? Key => null;

    /// <inheritdoc/>
    public int? Id => null;

    /// <inheritdoc/>
    public required string Owner { get; init; }

    /// <inheritdoc/>
    public required string Mode { get; init; }

    /// <inheritdoc/>
    public int SetSize => 1;

    /// <inheritdoc/>
    public SemaphoreState? Read(int index)
    {
        try
        {
            return index == 0 ? PosixSemaphoreFile.Read(_backing.File, _layout) : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool TryTake(int index, int count)
    {
        Hold();
        try
        {
            return TryTake(count);
        }
        finally
        {
            _pages.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public void Release(int index, int count)
    {
        Hold();
        try
        {
            if (!_layout.TryRelease(_pages.Address, count, out int wake))
            {
                throw Gone();
            }

            if (wake < 0)
            {
                throw SemaphoreErrors.Overflow(_target.ToString(), count, SemaphoreConstants.SEM_VALUE_MAX);
            }

            if (wake > 0)
            {
                Futex.Wake(_pages.Address, wake);
            }
        }
        finally
        {
            _pages.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public ISemaphoreWait BeginWait(int index, int count)
    {
        // The page stays mapped during the wait also if the semaphore is closed: the waiter has to be taken off again.
        Hold();
        if (!_layout.TryCountWaiter(_pages.Address, 1))
        {
            _pages.DangerousRelease();
            throw Gone();
        }

        return new Wait(this, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // As long as a wait holds the page it stays, so the page itself does not tell.
        _isClosed = true;
        _pages.Dispose();
        _backing.Dispose();
    }

    private void Hold()
    {
        bool isHeld = false;
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _pages.DangerousAddRef(ref isHeld);
        }
        catch (ObjectDisposedException)
        {
            throw SemaphoreErrors.Closed(_target.ToString());
        }
    }

    private bool TryTake(int count) => _layout.TryTake(_pages.Address, count, out bool isTaken) ? isTaken : throw Gone();

    /// <summary>The file does not have the bytes of a semaphore any more.</summary>
    private MmapException Gone()
    {
        try
        {
            return SemaphoreCallErrors.Truncated(_target, _path, _platform.GetLength(_backing));
        }
        catch (ObjectDisposedException)
        {
            return SemaphoreErrors.Closed(_target.ToString());
        }
    }

    /// <summary>A file that is truncated in the middle of its page raises no signal, and its permits are never returned.</summary>
    private void ThrowUnlessWhole()
    {
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            long length = _platform.GetLength(_backing);
            if (length < ISemaphoreLayout.Size)
            {
                throw SemaphoreCallErrors.Truncated(_target, _path, length);
            }
        }
        catch (ObjectDisposedException)
        {
            throw SemaphoreErrors.Closed(_target.ToString());
        }
    }

    /// <summary>Sleeps as long as no permit is free. Waking up says nothing: the caller tries to take one.</summary>
    private void Sleep(int milliseconds)
    {
        // The word that is slept on holds the free permits.
        if (!Futex.Wait([_pages.Address], [0], milliseconds * NanosecondsPerMillisecond))
        {
            // The page is gone, or a sandbox forbids the call.
            ThrowUnlessWhole();
            Thread.Sleep(1);
        }
    }

    private sealed class Wait : ISemaphoreWait
    {
        /// <summary>This many milliseconds lie between two checks of a waiter for several permits.</summary>
        private const int LongestPause = 20;

        private readonly PosixSemaphoreHandle _semaphore;
        private readonly int _count;
        private int _pause = 1;
        private bool _isOver;

        internal Wait(PosixSemaphoreHandle semaphore, int count)
        {
            _semaphore = semaphore;
            _count = count;
        }

        public bool TryTake(int milliseconds)
        {
            if (milliseconds > 0)
            {
                _semaphore.ThrowUnlessWhole();
                if (_count == 1)
                {
                    _semaphore.Sleep(milliseconds);
                }
                else
                {
                    // A wake stands for one permit and one waiter: a waiter for several would use it up in vain.
                    Thread.Sleep(Math.Min(milliseconds, _pause));
                    _pause = Math.Min(2 * _pause, LongestPause);
                }
            }

            return _semaphore.TryTake(_count);
        }

        public void Dispose()
        {
            if (!_isOver)
            {
                _isOver = true;
                _ = _semaphore._layout.TryCountWaiter(_semaphore._pages.Address, -1);
                _semaphore._pages.DangerousRelease();
            }
        }
    }
}
