namespace MmapModule;

/// <summary>Why an operation failed. The names are the stable error ids of the cmdlets; docs/errors.md explains each.</summary>
public enum MmapErrorKind
{
    /// <summary>There is no such file or folder, or the symbolic links form a loop.</summary>
    PathNotFound,

    /// <summary>The user may not open or map the file in the requested way.</summary>
    AccessDenied,

    /// <summary>The kernel does not permit the operation.</summary>
    NotPermitted,

    /// <summary>Execute protection was asked for on a file system that is mounted noexec.</summary>
    NoExecMount,

    /// <summary>A seal of the memory file forbids it.</summary>
    Sealed,

    /// <summary>The address lies below vm.mmap_min_addr.</summary>
    LowAddress,

    /// <summary>This type of file cannot be mapped.</summary>
    NotMappable,

    /// <summary>A parameter or a combination of parameters is not valid.</summary>
    InvalidArgument,

    /// <summary>The descriptor is not open, or not open in a way that can be mapped.</summary>
    BadDescriptor,

    /// <summary>Offset and length together exceed what 63 bits can express.</summary>
    RangeOverflow,

    /// <summary>The device or the range does not exist.</summary>
    NoSuchRange,

    /// <summary>There is not enough memory or address space.</summary>
    OutOfMemory,

    /// <summary>The process has as many mappings as vm.max_map_count allows.</summary>
    MapCountLimit,

    /// <summary>More memory would be locked than RLIMIT_MEMLOCK allows.</summary>
    MemoryLockLimit,

    /// <summary>The huge page pool has not enough free pages.</summary>
    HugePagesUnavailable,

    /// <summary>Part of the range has been unmapped.</summary>
    RangeNotMapped,

    /// <summary>Another process holds a lock or lease on the file.</summary>
    FileLocked,

    /// <summary>The process or the system has too many open files.</summary>
    FileDescriptorLimit,

    /// <summary>The file is a program that is running, or an active swap file.</summary>
    TextFileBusy,

    /// <summary>Something else is mapped at the address.</summary>
    AddressInUse,

    /// <summary>There is a shared memory object of that name already.</summary>
    SharedMemoryExists,

    /// <summary>There is a file of that name already, and it must not be there.</summary>
    FileExists,

    /// <summary>The region is locked into memory.</summary>
    RegionLocked,

    /// <summary>The seal cannot be added while a writable map exists.</summary>
    SealBusy,

    /// <summary>The kernel or the file system does not support the flag.</summary>
    FlagNotSupported,

    /// <summary>The file has become shorter than the map.</summary>
    RegionTruncated,

    /// <summary>The protection of the pages forbids the access.</summary>
    RegionProtected,

    /// <summary>The file system is full.</summary>
    NoSpace,

    /// <summary>The bytes could not be read or written, most likely an I/O error.</summary>
    RegionFault,

    /// <summary>The kernel could not write changed pages to the device; data may be lost.</summary>
    WritebackFailed,

    /// <summary>The range does not lie inside the map.</summary>
    RegionOutOfRange,

    /// <summary>An offset or length is negative.</summary>
    NegativeOffset,

    /// <summary>The value does not fit into its type.</summary>
    ValueTooLarge,

    /// <summary>An atomic operation needs an aligned offset.</summary>
    MisalignedAtomic,

    /// <summary>The bytes in the map are not the expected ones.</summary>
    ExpectationFailed,

    /// <summary>The bytes do not fit into one array.</summary>
    ArrayTooLarge,

    /// <summary>The map has been removed.</summary>
    MapDisposed,

    /// <summary>There is no shared memory object of that name.</summary>
    SharedMemoryNotFound,

    /// <summary>There is no open map with that id, name or path.</summary>
    MapNotFound,

    /// <summary>This operating system or processor does not offer it.</summary>
    PlatformNotSupported,

    /// <summary>There is no semaphore of that name or id.</summary>
    SemaphoreNotFound,

    /// <summary>There is a semaphore of that name or key already.</summary>
    SemaphoreExists,

    /// <summary>The bytes are not those of a semaphore, or it has been truncated.</summary>
    SemaphoreInvalid,

    /// <summary>The semaphore would have more permits than it can count.</summary>
    SemaphoreOverflow,

    /// <summary>There is no System V object with that key.</summary>
    KeyNotFound,

    /// <summary>The object was removed or closed while it was used.</summary>
    ObjectRemoved,

    /// <summary>The time to wait for a lock or a permit was over.</summary>
    LockTimeout,

    /// <summary>The system allows no more objects of this kind, or none of this size.</summary>
    QueueLimit,

    /// <summary>This process does not hold the lock to be released.</summary>
    LockNotHeld,

    /// <summary>There is no message queue of that name.</summary>
    QueueNotFound,

    /// <summary>There is a message queue of that name already.</summary>
    QueueExists,

    /// <summary>The time to wait for a message, or for room for one, was over.</summary>
    QueueTimeout,

    /// <summary>The message is longer than the queue takes.</summary>
    MessageTooLong,

    /// <summary>Bytes that a layout asks for are not there.</summary>
    MagicMismatch,

    /// <summary>What a record says about its own parts cannot be true.</summary>
    RecordInvalid,

    /// <summary>This system does not tell which message queues there are.</summary>
    QueueListUnavailable,

    /// <summary>The file is not a shared queue, has a wrong length, or its bytes contradict each other.</summary>
    QueueInvalid,

    /// <summary>A program whose output is to be written did not end well.</summary>
    CommandFailed,

    /// <summary>The file is mapped, and the system does not cut or replace mapped files.</summary>
    FileMapped,
}
