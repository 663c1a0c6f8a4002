using System;
using System.Management.Automation;
using Microsoft.Win32.SafeHandles;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Formatting;

namespace MmapModule.Commands;

/// <summary>Maps files, devices, shared memory and plain memory.</summary>
[Cmdlet(VerbsCommon.New, "MemoryMap", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "New-MemoryMap.md")]
[Alias("nmm")]
[OutputType(typeof(MemoryMap))]
public sealed class NewMemoryMapCommand : MmapCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string AnonymousSet = "Anonymous";
    private const string NameSet = "Name";
    private const string MemoryFileSet = "MemoryFile";
    private const string HandleSet = "Handle";

    /// <summary>Flags that mmap(2) accepts and the kernel does not act upon.</summary>
    private const MapFlags IgnoredFlags = MapFlags.DenyWrite | MapFlags.Executable | MapFlags.Uninitialized;

    private ProgressReporter? _progress;

    /// <summary>The files or devices to map; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [MappedPath]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files or devices to map, taken as they are.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Map memory without a file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AnonymousSet)]
    public SwitchParameter Anonymous { get; set; }

    /// <summary>The name of POSIX shared memory.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SharedMemoryNameCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>Whether to open the shared memory, to create it, or either.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Flat]
    public SharedMemoryMode Mode { get; set; } = SharedMemoryMode.OpenOrCreate;

    /// <summary>Open shared memory although another user owns it.</summary>
    [Parameter(ParameterSetName = NameSet)]
    public SwitchParameter AllowForeignOwner { get; set; }

    /// <summary>Create an unnamed file in memory.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MemoryFileSet)]
    public SwitchParameter MemoryFile { get; set; }

    /// <summary>Seals to put on the memory file once it is mapped.</summary>
    [Parameter(ParameterSetName = MemoryFileSet)]
    [Flat]
    public MapSeals Seal { get; set; }

    /// <summary>An open SafeHandle or FileStream, or the number of a descriptor.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HandleSet)]
    [ValidateNotNull]
    public object Handle { get; set; } = 0;

    /// <summary>Map a sealed copy that nobody can change.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Snapshot { get; set; }

    /// <summary>Where the map starts in the file, in bytes.</summary>
    [Parameter]
    [ByteSize]
    public long Offset { get; set; }

    /// <summary>The length of the map in bytes; the rest of the file by default.</summary>
    [Parameter]
    [ByteSize]
    public long? Length { get; set; }

    /// <summary>Count the offset back from the end of the file.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }

    /// <summary>The size in bytes that the object shall have: it is created or grown, never shrunk.</summary>
    [Parameter]
    [ByteSize]
    public long? Size { get; set; }

    /// <summary>Grow without allocating the space.</summary>
    [Parameter]
    public SwitchParameter Sparse { get; set; }

    /// <summary>What may be done with the pages.</summary>
    [Parameter]
    [Flat]
    public MapProtection? Protection { get; set; }

    /// <summary>Copy-on-write: changes stay in this process.</summary>
    [Parameter]
    public SwitchParameter Private { get; set; }

    /// <summary>Further MAP_ flags.</summary>
    [Parameter]
    [Flat]
    public MapFlags Flags { get; set; }

    /// <summary>The size of the huge pages to use, in bytes.</summary>
    [Parameter]
    [ByteSize]
    public long? HugePageSize { get; set; }

    /// <summary>The wanted address: a hint, or binding with the flag Fixed or FixedNoReplace.</summary>
    [Parameter]
    public ulong? Address { get; set; }

    /// <summary>Maps each input.</summary>
    protected override void ProcessRecord()
    {
        MemoryMapOptions options = CreateOptions();
        switch (ParameterSetName)
        {
            case AnonymousSet:
                Create("anonymous memory", Describe("Map"), null, () => MemoryMap.CreateAnonymous(options));
                break;
            case NameSet:
                Create("shared memory '" + Name + "'", Describe(Size is null ? "Map" : "Create or open, and map"), Name, () => MemoryMap.OpenSharedMemory(Name, Mode, options, Stop));
                break;
            case MemoryFileSet:
                Create("memory file", Describe("Create and map"), null, () => MemoryMap.CreateMemoryFile(options, Stop));
                break;
            case HandleSet:
                Create("handle " + Handle, Describe("Map"), Handle, () => MapHandle(options));
                break;
            case LiteralPathSet:
                MapPaths(LiteralPath, isLiteral: true, options);
                break;
            default:
                MapPaths(Path, isLiteral: false, options);
                break;
        }
    }

    private MemoryMapOptions CreateOptions() => new()
    {
        Offset = Offset,
        Length = Length,
        FromEnd = FromEnd,
        Protection = Protection,
        IsPrivate = Private,
        Flags = Flags,
        HugePageSize = HugePageSize,
        Address = Address,
        Size = Size,
        Sparse = Sparse,
        Seals = Seal,
        AllowForeignOwner = AllowForeignOwner,
        Progress = (done, total) => _progress?.Update(done, total),
    };

    private void MapPaths(string[] paths, bool isLiteral, MemoryMapOptions options)
    {
        foreach (string path in paths)
        {
            try
            {
                foreach (string file in PathResolver.Resolve(this, path, isLiteral))
                {
                    Create(
                        file,
                        Describe(Snapshot ? "Copy and map" : Size is null ? "Map" : "Create or grow, and map"),
                        file,
                        () => Snapshot ? MemoryMap.CreateSnapshot(file, options, Stop) : MemoryMap.OpenFile(file, options, Stop));
                }
            }
            catch (Exception error) when (IsReportable(error))
            {
                Report(error, path);
            }
        }
    }

    private MemoryMap MapHandle(MemoryMapOptions options)
    {
        object? value = Handle is PSObject wrapped ? wrapped.BaseObject : Handle;
        return value switch
        {
            SafeFileHandle file => MemoryMap.OpenHandle(file, options),
            System.IO.FileStream stream => MemoryMap.OpenHandle(stream.SafeFileHandle, options),
            System.Runtime.InteropServices.SafeHandle other => MemoryMap.OpenBorrowed(other, options),
            _ when LanguagePrimitives.TryConvertTo(value, out int descriptor) => MapNumber(descriptor, options),
            _ => throw MapErrors.Invalid("'" + value + "' is not an open handle (-Handle).", "Give a SafeHandle, a FileStream, or the number of a descriptor."),
        };
    }

    private static MemoryMap MapNumber(nint descriptor, MemoryMapOptions options)
    {
        using SafeFileHandle borrowed = new(descriptor, ownsHandle: false);
        return MemoryMap.OpenHandle(borrowed, options);
    }

    private string Describe(string action) =>
        action + (Size is null ? string.Empty : " with at least " + ByteSize.Format(Size.Value)) + (Private ? " (private)" : string.Empty);

    private void Create(string target, string action, object? errorTarget, Func<MemoryMap> create)
    {
        if (!ShouldProcess(target, action))
        {
            return;
        }

        using ProgressReporter progress = new(this, (Snapshot ? "Copying " : "Allocating ") + target);
        _progress = progress;
        try
        {
            MemoryMap map = create();
            if ((Flags & IgnoredFlags) != 0)
            {
                WriteVerbose("The kernel accepts and ignores " + (Flags & IgnoredFlags) + ".");
            }

            if (Size is not null && map.FileLength > Size)
            {
                WriteVerbose(FormattableString.Invariant($"'{target}' has {map.FileLength} bytes already and is not made shorter."));
            }

            if (map.Backing?.IsNetwork == true)
            {
                WriteWarning("'" + target + "' is on a network file system: changes made on other machines may be seen late or never.");
            }

            WriteObject(map);
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, errorTarget);
        }
    }
}
