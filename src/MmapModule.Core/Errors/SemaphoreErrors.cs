using System;

namespace MmapModule;

/// <summary>The errors about semaphores that no system call reports.</summary>
internal static class SemaphoreErrors
{
    internal static MmapException BadName(string name) => MapErrors.Invalid(
        "'" + name + "' is not a valid name for a semaphore.",
        "A name has 1 to 251 bytes and no slash, except that it may begin with one.");

    internal static MmapException BadNumbers(SharedSemaphoreOptions options) => MapErrors.Invalid(
        FormattableString.Invariant($"A semaphore cannot begin with {options.InitialCount} permits, or a set cannot have {options.SetSize ?? 1} semaphores."),
        $"Give an {Option.InitialCount} of at least 0 and a {Option.Count} of at least 1.");

    internal static MmapException TooManyAtFirst(int count, int most) => MapErrors.Invalid(
        FormattableString.Invariant($"A semaphore of this kind cannot begin with {count} permits."),
        FormattableString.Invariant($"Give an {Option.InitialCount} of at most {most}."));

    internal static MmapException BadCount(int count) => MapErrors.Invalid(
        FormattableString.Invariant($"{count} is not a valid number of permits."),
        $"Give a {Option.Count} of at least 1.");

    internal static MmapException BadIndex(string semaphore, int index, int size) => MapErrors.Invalid(
        FormattableString.Invariant($"There is no semaphore {index} in {semaphore}, which has {size}."),
        FormattableString.Invariant($"Give an {Option.Index} from 0 to {size - 1}; only System V sets have more than one semaphore."));

    internal static MmapException NeverEnough(int count, int most) => MapErrors.Invalid(
        FormattableString.Invariant($"{count} permits can never be free at the same time."),
        FormattableString.Invariant($"A semaphore of this kind has at most {most}; give a smaller {Option.Count}."));

    internal static MmapException Overflow(string semaphore, int count, int most, string? call = null) => new(
        MmapErrorKind.SemaphoreOverflow,
        FormattableString.Invariant($"{Capital(semaphore)} cannot take {count} more permits: it would have more than {most}."),
        "More permits were returned than taken: check that each release follows a successful wait.")
    {
        NativeCall = call,
        IsWrite = true,
    };

    internal static MmapException Closed(string semaphore) => new(
        MmapErrorKind.ObjectRemoved,
        "The object for " + semaphore + " has been closed.",
        "Open it again: New-SharedSemaphore.");

    internal static MmapException LockTimeout(string semaphore, TimeSpan timeout, int? free, int? waiters) => new(
        MmapErrorKind.LockTimeout,
        FormattableString.Invariant($"{Capital(semaphore)} had no permit within {timeout.TotalSeconds:0.###} seconds.")
            + (free is null ? string.Empty : FormattableString.Invariant($" Free permits now: {free}{(waiters is null ? string.Empty : FormattableString.Invariant($"; other waiters: {waiters}"))}.")),
        $"Give a longer {Option.Timeout}. If a process was killed while it held a permit of a POSIX semaphore, that permit is lost: Unlock-SharedSemaphore restores it.");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
