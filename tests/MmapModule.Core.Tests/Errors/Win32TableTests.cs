using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using MmapModule.Interop.Windows;
using MmapModule.Platform;
using MmapModule.Platform.Windows.Errors;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The table of the error codes of Windows, row by row; it needs no Windows.</summary>
public sealed class Win32TableTests
{
    /// <summary>The rows of docs/errors.md: the codes and the first id, which is the one of files.</summary>
    public static TheoryData<int, string, string> Rows
    {
        get
        {
            TheoryData<int, string, string> rows = [];
            foreach (Match row in Regex.Matches(File.ReadAllText(Path.Combine(System.AppContext.BaseDirectory, "docs", "errors.md")), @"(?m)^\| (ERROR_[\w, ]+) \| ([\d, ]+) \| `(\w+)`"))
            {
                string[] numbers = row.Groups[2].Value.Split(", ");
                foreach ((string name, string number) in row.Groups[1].Value.Split(", ").Zip(numbers))
                {
                    rows.Add(int.Parse(number, CultureInfo.InvariantCulture), name, row.Groups[3].Value == "AddressInUse" ? "RangeNotMapped" : row.Groups[3].Value);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_code_has_the_id_that_the_page_says(int code, string name, string kind)
    {
        MmapException error = WindowsErrors.Translate(code, Failure("CreateFile"));

        Expect.WellFormed(System.Enum.Parse<MmapErrorKind>(kind), error);
        Assert.Equal((name, "CreateFile", @"C:\some\file", 5, 7), (error.ErrnoName, error.NativeCall, error.Path, error.Offset, error.Length));
    }

    [Fact]
    public void The_page_has_a_row_for_each_code_that_is_translated() => Assert.True(Rows.Count > 40);

    [Theory]
    [InlineData(NtStatus.STATUS_IN_PAGE_ERROR, MmapErrorKind.RegionFault)]
    [InlineData(NtStatus.STATUS_ACCESS_VIOLATION, MmapErrorKind.RegionFault)]
    [InlineData(NtStatus.STATUS_GUARD_PAGE_VIOLATION, MmapErrorKind.RegionFault)]
    [InlineData(NtStatus.STATUS_NO_MEMORY, MmapErrorKind.OutOfMemory)]
    [InlineData(NtStatus.STATUS_COMMITMENT_LIMIT, MmapErrorKind.OutOfMemory)]
    [InlineData(NtStatus.STATUS_USER_MAPPED_FILE, MmapErrorKind.FileMapped)]
    [InlineData(NtStatus.STATUS_SHARING_VIOLATION, MmapErrorKind.FileLocked)]
    [InlineData(NtStatus.STATUS_DISK_FULL, MmapErrorKind.NoSpace)]
    [InlineData(NtStatus.STATUS_MAPPED_ALIGNMENT, MmapErrorKind.InvalidArgument)]
    [InlineData(NtStatus.STATUS_NOT_IMPLEMENTED, MmapErrorKind.PlatformNotSupported)]
    [InlineData(NtStatus.STATUS_OBJECT_TYPE_MISMATCH, MmapErrorKind.BadDescriptor)]
    public void A_status_is_translated_as_Windows_does(int status, MmapErrorKind kind) =>
        Expect.WellFormed(kind, WindowsErrors.Translate(status, Failure("NtQuerySection")));

    [Theory]
    [InlineData(Win32Error.ERROR_IO_DEVICE, "FlushViewOfFile", MmapErrorKind.WritebackFailed)]
    [InlineData(Win32Error.ERROR_UNEXP_NET_ERR, "FlushFileBuffers", MmapErrorKind.WritebackFailed)]
    [InlineData(Win32Error.ERROR_INVALID_PARAMETER, "SetEndOfFile", MmapErrorKind.RangeOverflow)]
    [InlineData(Win32Error.ERROR_CRC, "ReadFile", MmapErrorKind.RegionFault)]
    [InlineData(Win32Error.ERROR_GEN_FAILURE, "MoveFileEx", MmapErrorKind.NotPermitted)]
    [InlineData(4711, "MoveFileEx", MmapErrorKind.NotPermitted)]
    public void Other_codes_mean_what_the_call_was_for(int code, string call, MmapErrorKind kind) =>
        Expect.WellFormed(kind, WindowsErrors.Translate(code, Failure(call)));

    [Fact]
    public void The_same_code_means_something_else_for_an_address_a_name_or_a_process()
    {
        MapRequest request = new() { Length = 4096, Protection = MapProtection.Read, Address = 0x10000 };
        Expect.WellFormed(MmapErrorKind.AddressInUse, WindowsErrors.Translate(Win32Error.ERROR_INVALID_ADDRESS, Failure("MapViewOfFileEx") with { Request = request }));
        NativeFailure shared = new() { Call = "OpenFileMapping", SharedName = "a" };
        Expect.WellFormed(MmapErrorKind.SharedMemoryNotFound, WindowsErrors.Translate(Win32Error.ERROR_FILE_NOT_FOUND, shared));
        Expect.WellFormed(MmapErrorKind.SharedMemoryExists, WindowsErrors.Translate(Win32Error.ERROR_ALREADY_EXISTS, shared));
        Expect.WellFormed(MmapErrorKind.InvalidArgument, WindowsErrors.Translate(Win32Error.ERROR_INVALID_HANDLE, shared));
        NativeFailure process = new() { Call = "OpenProcess", ProcessId = 4 };
        Expect.WellFormed(MmapErrorKind.PathNotFound, WindowsErrors.Translate(Win32Error.ERROR_INVALID_PARAMETER, process));
        Expect.WellFormed(MmapErrorKind.AccessDenied, WindowsErrors.Translate(Win32Error.ERROR_ACCESS_DENIED, process));
    }

    private static NativeFailure Failure(string call) => new() { Call = call, Path = @"C:\some\file", Offset = 5, Length = 7 };
}
