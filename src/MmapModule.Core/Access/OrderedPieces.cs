using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace MmapModule.Access;

/// <summary>Walks a range in pieces on several cores and hands out the results in order.</summary>
internal static class OrderedPieces
{
    /// <summary>Small enough to stop quickly and to balance the cores, large enough that a task costs nothing beside it.</summary>
    internal const int PieceSize = 4 * 1024 * 1024;

    /// <summary>Works on every piece of a range.</summary>
    /// <param name="range">The range to cut into pieces.</param>
    /// <param name="threads">How many pieces are worked on at a time; with 1 the caller's thread does the work.</param>
    /// <param name="work">Gets a piece; called from several threads. Its error is thrown when its turn in the order comes.</param>
    /// <param name="cancellation">Ends the walk with OperationCanceledException.</param>
    /// <param name="fromEnd">Begin with the last piece.</param>
    /// <param name="pieceSize">The size of all pieces but the last one of the range.</param>
    /// <returns>
    /// The results in the order of the pieces. No more than <paramref name="threads"/> wait for the consumer. When the
    /// consumer stops early, no piece is worked on any more once the enumerator is disposed.
    /// </returns>
    internal static IEnumerable<TResult> Run<TResult>(
        MapRange range,
        int threads,
        Func<MapRange, CancellationToken, TResult> work,
        CancellationToken cancellation,
        bool fromEnd = false,
        int pieceSize = PieceSize) => Run(Cut(range, fromEnd, pieceSize), threads, work, cancellation);

    /// <summary>Works on pieces that the caller has cut, one after another or with gaps; they are asked for on the caller's thread.</summary>
    internal static IEnumerable<TResult> Run<TResult>(
        IEnumerable<MapRange> pieces, int threads, Func<MapRange, CancellationToken, TResult> work, CancellationToken cancellation) =>
        threads <= 1 ? RunHere(pieces, work, cancellation) : RunParallel(pieces, threads, work, TaskScheduler.Default, cancellation);

    /// <summary>Works on items of any kind. A few more than are in progress are prepared or wait for the consumer, so that a slow consumer does not stall the work.</summary>
    internal static IEnumerable<TResult> RunAhead<TPiece, TResult>(
        IEnumerable<TPiece> pieces, int threads, Func<TPiece, CancellationToken, TResult> work, CancellationToken cancellation) => threads <= 1
        ? RunHere(pieces, work, cancellation)
        : RunParallel(pieces, threads * 4, work, new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads).ConcurrentScheduler, cancellation);

    private static IEnumerable<TResult> RunHere<TPiece, TResult>(
        IEnumerable<TPiece> pieces, Func<TPiece, CancellationToken, TResult> work, CancellationToken cancellation)
    {
        foreach (TPiece piece in pieces)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return work(piece, cancellation);
        }
    }

    private static IEnumerable<TResult> RunParallel<TPiece, TResult>(
        IEnumerable<TPiece> pieces, int depth, Func<TPiece, CancellationToken, TResult> work, TaskScheduler scheduler, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Queue<Task<TResult>> running = new(depth);
        try
        {
            foreach (TPiece piece in pieces)
            {
                if (running.Count == depth)
                {
                    TResult result = Await(running.Peek(), cancellation);
                    running.Dequeue();
                    running.Enqueue(Start(work, piece, scheduler, stop.Token));
                    yield return result;
                }
                else
                {
                    running.Enqueue(Start(work, piece, scheduler, stop.Token));
                }
            }

            while (running.TryPeek(out Task<TResult>? next))
            {
                TResult result = Await(next, cancellation);
                running.Dequeue();
                yield return result;
            }
        }
        finally
        {
            stop.Cancel();
            Settle(running);
        }
    }

    private static Task<TResult> Start<TPiece, TResult>(Func<TPiece, CancellationToken, TResult> work, TPiece piece, TaskScheduler scheduler, CancellationToken stop) =>
        Task.Factory.StartNew(() => work(piece, stop), stop, TaskCreationOptions.DenyChildAttach, scheduler);

    /// <summary>Waits for one piece, whose own error is thrown, not an AggregateException.</summary>
    private static TResult Await<TResult>(Task<TResult> task, CancellationToken cancellation)
    {
        Task.WaitAny([task], cancellation);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Waits for what is still running; what it finds or fails with is of no interest any more.</summary>
    private static void Settle<TResult>(IEnumerable<Task<TResult>> running)
    {
        foreach (Task<TResult> task in running)
        {
            Task.WaitAny(task);
            _ = task.Exception;
        }
    }

    private static IEnumerable<MapRange> Cut(MapRange range, bool fromEnd, int pieceSize)
    {
        long pieces = (range.Length + pieceSize - 1) / pieceSize;
        for (long i = 0; i < pieces; i++)
        {
            long start = (fromEnd ? pieces - 1 - i : i) * pieceSize;
            yield return new MapRange(range.Offset + start, Math.Min(pieceSize, range.Length - start));
        }
    }
}
