using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>Error ids are a promise: the list below is the design's, and code, catalogue and tests agree with it.</summary>
public sealed class ErrorIdTests
{
    private static readonly Dictionary<string, string> s_categories = new()
    {
        ["PathNotFound"] = "ObjectNotFound",
        ["AccessDenied"] = "PermissionDenied",
        ["NotPermitted"] = "PermissionDenied",
        ["NoExecMount"] = "PermissionDenied",
        ["Sealed"] = "PermissionDenied",
        ["LowAddress"] = "PermissionDenied",
        ["NotMappable"] = "InvalidOperation",
        ["InvalidArgument"] = "InvalidArgument",
        ["BadDescriptor"] = "InvalidArgument",
        ["RangeOverflow"] = "InvalidArgument",
        ["NoSuchRange"] = "ObjectNotFound",
        ["OutOfMemory"] = "ResourceUnavailable",
        ["MapCountLimit"] = "LimitsExceeded",
        ["MemoryLockLimit"] = "LimitsExceeded",
        ["HugePagesUnavailable"] = "ResourceUnavailable",
        ["RangeNotMapped"] = "ResourceUnavailable",
        ["FileLocked"] = "ResourceBusy",
        ["FileDescriptorLimit"] = "LimitsExceeded",
        ["FileMapped"] = "ResourceBusy",
        ["TextFileBusy"] = "ResourceBusy",
        ["AddressInUse"] = "ResourceExists",
        ["SharedMemoryExists"] = "ResourceExists",
        ["FileExists"] = "ResourceExists",
        ["RegionLocked"] = "ResourceBusy",
        ["SealBusy"] = "ResourceBusy",
        ["FlagNotSupported"] = "NotImplemented",
        ["RegionTruncated"] = "ReadError, WriteError",
        ["RegionProtected"] = "ReadError, WriteError",
        ["NoSpace"] = "ResourceUnavailable",
        ["RegionFault"] = "ReadError, WriteError",
        ["WritebackFailed"] = "WriteError",
        ["RegionOutOfRange"] = "InvalidArgument",
        ["NegativeOffset"] = "InvalidArgument",
        ["ValueTooLarge"] = "InvalidArgument",
        ["MisalignedAtomic"] = "InvalidArgument",
        ["ExpectationFailed"] = "InvalidArgument",
        ["CommandFailed"] = "InvalidResult",
        ["ArrayTooLarge"] = "InvalidArgument",
        ["MapDisposed"] = "InvalidOperation",
        ["SharedMemoryNotFound"] = "ObjectNotFound",
        ["MapNotFound"] = "ObjectNotFound",
        ["PlatformNotSupported"] = "NotImplemented",
        ["SemaphoreNotFound"] = "ObjectNotFound",
        ["SemaphoreExists"] = "ResourceExists",
        ["SemaphoreInvalid"] = "InvalidData",
        ["QueueInvalid"] = "InvalidData",
        ["MagicMismatch"] = "InvalidData",
        ["RecordInvalid"] = "InvalidData",
        ["SemaphoreOverflow"] = "LimitsExceeded",
        ["KeyNotFound"] = "ObjectNotFound",
        ["ObjectRemoved"] = "InvalidOperation",
        ["LockTimeout"] = "ResourceBusy",
        ["LockNotHeld"] = "InvalidOperation",
        ["QueueLimit"] = "LimitsExceeded",
        ["QueueNotFound"] = "ObjectNotFound",
        ["QueueExists"] = "ResourceExists",
        ["QueueTimeout"] = "ResourceBusy",
        ["MessageTooLong"] = "InvalidArgument",
        ["QueueListUnavailable"] = "NotImplemented",
    };

    /// <summary>Ids that no cmdlet can report before this one exists.</summary>
    private static readonly Dictionary<string, string> s_later = [];

    /// <summary>Ids that a test cannot bring about on the machine it runs on.</summary>
    private static readonly Dictionary<string, string> s_outOfReach = new()
    {
        ["NoSuchRange"] = "needs a device file without its device",
        ["FileMapped"] = "needs Windows",
        ["PlatformNotSupported"] = "needs another operating system",
    };

    [Fact]
    public void The_enum_has_the_ids_of_the_design() =>
        Complaints.None(Complaints.Difference(nameof(MmapErrorKind), s_categories.Keys, Enum.GetNames<MmapErrorKind>()));

    [Fact]
    public void Ids_are_words_without_punctuation() => Assert.All(Enum.GetNames<MmapErrorKind>(), static id => Assert.Matches("^([A-Z][a-z]+)+$", id));

    [Fact]
    public void The_catalogue_has_the_same_ids_and_categories()
    {
        Dictionary<string, string> catalogue = Catalogue(Repository.Read("docs/errors.md"));
        Complaints.None(Complaints.Difference("docs/errors.md", s_categories.Keys, catalogue.Keys));
        Complaints.None(catalogue.Where(static row => s_categories[row.Key] != row.Value).Select(static row => row.Key + " is not of the category " + row.Value));
    }

    [Fact]
    public void The_topic_on_errors_names_every_id() =>
        Complaints.None(Unnamed(s_categories.Keys, Repository.Read("en-US/about_MmapModule_Errors.help.txt")));

    [Fact]
    public void Each_id_is_tested_on_the_cmdlets()
    {
        string tests = string.Concat(Repository.Files("tests/Pester", ".ps1")
            .Where(static file => file.EndsWith(".Tests.ps1", StringComparison.Ordinal))
            .Select(Repository.Read));
        Complaints.None(Unnamed(s_categories.Keys.Except(s_later.Keys).Except(s_outOfReach.Keys), tests));
    }

    [Fact]
    public void No_excuse_outlives_its_reason() =>
        Complaints.None(s_later
            .Where(static item => Cmdlet.All.Any(cmdlet => cmdlet.Name == item.Value))
            .Select(static item => item.Value + " exists now, so " + item.Key + " needs a test"));

    [Fact]
    public void A_catalogue_is_read_row_by_row()
    {
        Dictionary<string, string> catalogue = Catalogue("| Id | Category |\n| --- | --- |\n| `One` | A | x |\n| `Two` | B, C | y |\nOther `Three` | D |\n");
        Assert.Equal(new Dictionary<string, string> { ["One"] = "A", ["Two"] = "B, C" }, catalogue);
        Assert.Equal(["One is named nowhere"], Unnamed(["One", "Two"], "OneMore, Two."));
    }

    private static Dictionary<string, string> Catalogue(string page) =>
        Regex.Matches(page, @"(?m)^\| `(\w+)` \| ([\w, ]+?) \|").ToDictionary(static row => row.Groups[1].Value, static row => row.Groups[2].Value);

    private static IEnumerable<string> Unnamed(IEnumerable<string> ids, string text) =>
        ids.Where(id => !Regex.IsMatch(text, @"\b" + id + @"\b")).Select(static id => id + " is named nowhere");
}
