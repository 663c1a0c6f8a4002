using System;
using System.IO;
using System.Management.Automation;

namespace MmapModule.Errors;

/// <summary>The only place that makes error records.</summary>
internal static class ErrorRecords
{
    /// <summary>Exceptions that are an answer to the user; anything else is a bug and must surface as one.</summary>
    internal static bool CanReport(Exception error) =>
        error is IOException or UnauthorizedAccessException or ObjectDisposedException or ArgumentException or PSInvalidCastException or OutOfMemoryException;

    /// <summary>Makes the record.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="target">The one path or map concerned, never the cmdlet.</param>
    internal static ErrorRecord Create(Exception error, object? target)
    {
        MmapException known = error as MmapException ?? Wrap(error);
        ErrorRecord record = new(known, known.Kind.ToString(), ErrorCategories.Of(known), target)
        {
            ErrorDetails = new ErrorDetails(known.Message) { RecommendedAction = Option.AsParameters(known.Advice) },
        };
        if (target is string text)
        {
            // Some error views show it.
            record.CategoryInfo.TargetName = Shown.Name(text);
        }

        return record;
    }

    private static MmapException Wrap(Exception error) => error switch
    {
        UnauthorizedAccessException => new MmapException(MmapErrorKind.AccessDenied, error.Message, "Check the permissions."),
        ObjectDisposedException => new MmapException(MmapErrorKind.MapDisposed, error.Message, "Use an object that is still open."),
        OutOfMemoryException => new MmapException(MmapErrorKind.OutOfMemory, error.Message, "Read in pieces: -ChunkSize, -Offset and -Length, or the map's AsStream()."),
        IOException => new MmapException(MmapErrorKind.RegionFault, error.Message, "See the message of the exception."),
        _ => MapErrors.Invalid(error.Message, "See the help of the cmdlet."),
    };
}
