using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Errors;

/// <summary>What codes mean where the call is about a process or about shared memory; everything else means what it means for files.</summary>
internal static class ObjectErrors
{
    internal static (MmapErrorKind Kind, string Message, string Action)? Explain(int code, NativeFailure failure)
    {
        if (failure.ProcessId is { } id)
        {
            return code switch
            {
                Win32Error.ERROR_INVALID_PARAMETER => (
                    MmapErrorKind.PathNotFound,
                    "There is no process " + id + ", or it has ended.",
                    "Get-Process lists the processes."),
                Win32Error.ERROR_ACCESS_DENIED => (
                    MmapErrorKind.AccessDenied,
                    "You may not look into process " + id + ".",
                    "Run as administrator; protected processes cannot be examined by anybody."),
                _ => null,
            };
        }

        if (failure.SharedName is null)
        {
            return null;
        }

        return code switch
        {
            Win32Error.ERROR_FILE_NOT_FOUND or Win32Error.ERROR_PATH_NOT_FOUND => (
                MmapErrorKind.SharedMemoryNotFound,
                "There is no shared memory named '" + failure.SharedName + "'.",
                $"It exists as long as somebody has it open. Give {Option.Size} (and {Option.Mode} OpenOrCreate or Create) to create it."),
            Win32Error.ERROR_ALREADY_EXISTS or Win32Error.ERROR_FILE_EXISTS => (
                MmapErrorKind.SharedMemoryExists,
                "Shared memory named '" + failure.SharedName + "' already exists.",
                $"Use {Option.Mode} Open or OpenOrCreate, or another name; it goes when its last user closes it."),
            Win32Error.ERROR_INVALID_HANDLE => (
                MmapErrorKind.InvalidArgument,
                "The name '" + failure.SharedName + "' belongs to something else than memory: an event, a mutex or a semaphore.",
                "Use another name."),
            _ => null,
        };
    }
}
