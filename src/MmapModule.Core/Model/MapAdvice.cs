namespace MmapModule;

/// <summary>What madvise(2) can be told about a range of a map.</summary>
public enum MapAdvice
{
    /// <summary>No special treatment; cancels Random and Sequential.</summary>
    Normal = 0,

    /// <summary>Pages will be used in no order: no read-ahead.</summary>
    Random = 1,

    /// <summary>Pages will be used in order: more read-ahead.</summary>
    Sequential = 2,

    /// <summary>Start reading the pages in.</summary>
    WillNeed = 3,

    /// <summary>Drop the pages. Destroys the content of private maps and anonymous memory.</summary>
    DontNeed = 4,

    /// <summary>The kernel may drop the pages when memory is short. Private anonymous memory; destroys its content.</summary>
    Free = 8,

    /// <summary>Punch a hole into the file or shared memory behind the range. Destroys the content of the file.</summary>
    Remove = 9,

    /// <summary>Children of fork(2) do not get the range.</summary>
    DontFork = 10,

    /// <summary>Cancels DontFork.</summary>
    DoFork = 11,

    /// <summary>Merge equal pages (KSM).</summary>
    Mergeable = 12,

    /// <summary>Cancels Mergeable.</summary>
    Unmergeable = 13,

    /// <summary>Use transparent huge pages.</summary>
    HugePage = 14,

    /// <summary>Cancels HugePage.</summary>
    NoHugePage = 15,

    /// <summary>Leave the range out of core dumps.</summary>
    DontDump = 16,

    /// <summary>Cancels DontDump.</summary>
    DoDump = 17,

    /// <summary>Children of fork(2) see zeros. Private anonymous memory.</summary>
    WipeOnFork = 18,

    /// <summary>Cancels WipeOnFork.</summary>
    KeepOnFork = 19,

    /// <summary>The pages may be reclaimed soon.</summary>
    Cold = 20,

    /// <summary>Reclaim the pages now.</summary>
    PageOut = 21,

    /// <summary>Read all pages in and report errors.</summary>
    PopulateRead = 22,

    /// <summary>Make all pages writable now and report errors.</summary>
    PopulateWrite = 23,

    /// <summary>As DontNeed, for locked pages too.</summary>
    DontNeedLocked = 24,

    /// <summary>Collapse the range into transparent huge pages now.</summary>
    Collapse = 25,

    /// <summary>Poison the memory behind the range, as a hardware error would. For testing; needs CAP_SYS_ADMIN; destroys it.</summary>
    HwPoison = 100,

    /// <summary>Take the memory behind the range out of use; the content moves elsewhere. Needs CAP_SYS_ADMIN.</summary>
    SoftOffline = 101,

    /// <summary>Make the range fault (Linux 6.13, for files 6.15). Destroys its content.</summary>
    GuardInstall = 102,

    /// <summary>Cancels GuardInstall; the pages are zero afterwards.</summary>
    GuardRemove = 103,
}
