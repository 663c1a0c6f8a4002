using System;

namespace MmapModule;

/// <summary>Says what a failure leaves behind.</summary>
internal static class UndoErrors
{
    /// <summary>The same error with a sentence more; null adds nothing.</summary>
    internal static MmapException With(MmapException error, string? left) =>
        left is null ? error : MapErrors.Reworded(error, error.Message + " " + left, error.BytesTransferred);

    internal static string InUse(string? path, long length) =>
        FormattableString.Invariant($"'{path}' was made longer, and stays {ByteCount.Text(length)} long, because another program has written to it since.");

    internal static string Left(string? path, long length) =>
        FormattableString.Invariant($"'{path}' was made longer, and stays {ByteCount.Text(length)} long.");

    internal static string Created(string? path) =>
        "'" + path + "', which was just created, stays, because another program has opened it since.";

    internal static string Cut(string? path, long length) =>
        FormattableString.Invariant($"'{path}' has been cut to {ByteCount.Text(length)} all the same.");
}
