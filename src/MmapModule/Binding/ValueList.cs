using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>
/// The only place that looks into what users give as a value: a value, a list, lists in lists. It needs no stack, so nothing
/// that contains itself, or is nested without an end, can end the process.
/// </summary>
internal static class ValueList
{
    /// <summary>Far deeper than anything that is meant.</summary>
    internal const int DeepestNesting = 32;

    /// <summary>The values in a value, one after the other.</summary>
    /// <param name="value">What the user gave.</param>
    /// <param name="isWhole">Tells which lists are a value themselves, such as bytes; null if none is.</param>
    /// <param name="stop">Ends the walk with OperationCanceledException.</param>
    /// <exception cref="MmapException">InvalidArgument: a list contains itself, is nested too deep or cannot be read.</exception>
    internal static IEnumerable<object?> Flatten(object? value, Predicate<object>? isWhole = null, CancellationToken stop = default)
    {
        if (AsList(value, isWhole) is not IEnumerable outer)
        {
            yield return value;
            yield break;
        }

        Stack<(object List, IEnumerator Items)> open = new();
        try
        {
            Open(open, outer);
            while (open.TryPeek(out (object List, IEnumerator Items) current))
            {
                stop.ThrowIfCancellationRequested();
                if (!TryRead(current.Items, out object? item))
                {
                    (open.Pop().Items as IDisposable)?.Dispose();
                }
                else if (AsList(item, isWhole) is IEnumerable inner)
                {
                    Open(open, inner);
                }
                else
                {
                    yield return item;
                }
            }
        }
        finally
        {
            while (open.TryPop(out (object List, IEnumerator Items) rest))
            {
                (rest.Items as IDisposable)?.Dispose();
            }
        }
    }

    /// <summary>The items of one list.</summary>
    internal static IEnumerable<object?> Items(IEnumerable list)
    {
        IEnumerator items = Start(list);
        try
        {
            while (TryRead(items, out object? item))
            {
                yield return item;
            }
        }
        finally
        {
            (items as IDisposable)?.Dispose();
        }
    }

    /// <summary>What PowerShell itself takes for a list; null for everything else.</summary>
    private static IEnumerable? AsList(object? value, Predicate<object>? isWhole)
    {
        object? plain = PlainValue.Of(value);
        return plain is IEnumerable list and not (string or IDictionary) && LanguagePrimitives.GetEnumerable(plain) is not null && isWhole?.Invoke(plain) != true ? list : null;
    }

    private static void Open(Stack<(object List, IEnumerator Items)> open, IEnumerable list)
    {
        foreach ((object outer, _) in open)
        {
            if (ReferenceEquals(outer, list))
            {
                throw ValueArgumentErrors.ContainsItself();
            }
        }

        if (open.Count == DeepestNesting)
        {
            throw ValueArgumentErrors.NestedTooDeep(DeepestNesting);
        }

        open.Push((list, Start(list)));
    }

    private static IEnumerator Start(IEnumerable list)
    {
        try
        {
            return list.GetEnumerator();
        }
        catch (Exception error) when (IsOfList(error))
        {
            throw ValueArgumentErrors.UnreadableList(error.Message);
        }
    }

    private static bool TryRead(IEnumerator items, out object? item)
    {
        try
        {
            bool isThere = items.MoveNext();
            item = isThere ? items.Current : null;
            return isThere;
        }
        catch (Exception error) when (IsOfList(error))
        {
            throw ValueArgumentErrors.UnreadableList(error.Message);
        }
    }

    /// <summary>Whether an exception says something of the list, and not of the pipeline or the process.</summary>
    private static bool IsOfList(Exception error) =>
        error is not (MmapException or OperationCanceledException or PipelineStoppedException or FlowControlException or OutOfMemoryException);
}
