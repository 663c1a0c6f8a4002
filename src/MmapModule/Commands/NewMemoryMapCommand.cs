using System;
using System.IO;
using System.Management.Automation;
using Microsoft.Win32.SafeHandles;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Maps files, devices, shared memory and plain memory.</summary>
[Cmdlet(VerbsCommon.New, "MemoryMap", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "New-MemoryMap.md")]
[Alias("nmm")]
[OutputType(typeof(MemoryMap))]
public sealed class NewMemoryMapCommand : PathRangeCommand
{
    private const string AnonymousSet = "Anonymous";
    private const string NameSet = "Name";
    private const string MemoryFileSet = "MemoryFile";
    private const string HandleSet = "Handle";
    private const string KeySet = "Key";
    private const string SegmentSet = "SegmentId";
    private const string ProcessSet = "ProcessMapping";

    /// <summary>Flags that mmap(2) accepts and the kernel does not act upon.</summary>
    private const MapFlags IgnoredFlags = MapFlags.DenyWrite | MapFlags.Executable | MapFlags.Uninitialized;

    private ProgressReporter? _progress;

    /// <summary>Map memory without a file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AnonymousSet)]
    public SwitchParameter Anonymous { get; set; }

    /// <summary>The name of POSIX shared memory.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SharedMemoryNameCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The keys of System V segments.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeySet)]
    [Key]
    [ArgumentCompleter(typeof(SystemVKeyCompleter))]
    public int[] Key { get; set; } = [];

    /// <summary>The ids of System V segments.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SegmentSet)]
    [ArgumentCompleter(typeof(SystemVIdCompleter))]
    public int[] SegmentId { get; set; } = [];

    /// <summary>Whether to open the shared memory, to create it, or either.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Flat]
    public SharedMemoryMode Mode { get; set; } = SharedMemoryMode.OpenOrCreate;

    /// <summary>Who may use new shared memory.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Permission]
    public UnixFileMode Permission { get; set; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Open shared memory although another user owns it.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = SegmentSet)]
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

    /// <summary>Mappings of processes, whose memory is copied with -Snapshot; otherwise their files are mapped.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ProcessSet)]
    [ValidateNotNull]
    public ProcessMapping[] ProcessMapping { get; set; } = [];

    /// <summary>Map a sealed copy that nobody can change.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ProcessSet)]
    public SwitchParameter Snapshot { get; set; }

    /// <summary>The size of the object in bytes: it is created or grown, never shrunk.</summary>
    [Parameter]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Size { get; set; }

    /// <summary>Grow without allocating the space.</summary>
    [Parameter]
    public SwitchParameter Sparse { get; set; }

    /// <summary>The file that -Size would create must not be there already.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter NoClobber { get; set; }

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
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? HugePageSize { get; set; }

    /// <summary>The wanted address: a hint, or binding with the flag Fixed or FixedNoReplace.</summary>
    [Parameter]
    public ulong? Address { get; set; }

    private protected override void Begin() => Require(Size, size =>
    {
        if (NoClobber && size is null)
        {
            throw CombinationErrors.NewWithoutFile(nameof(NoClobber), "-Size");
        }
    });

    private protected override void ProcessInput()
    {
        MemoryMapOptions options = CreateOptions();
        switch (ParameterSetName)
        {
            case AnonymousSet:
                Create("anonymous memory", null, () => MemoryMap.CreateAnonymous(options));
                break;
            case NameSet:
                Create(Actions.SharedMemory(Name), Name, () => MemoryMap.OpenSharedMemory(Name, Mode, options, Stop));
                break;
            case KeySet:
                Array.ForEach(Key, key => Create(Actions.SegmentKey(key), key, () => MemoryMap.OpenSegmentKey(key, Mode, options)));
                break;
            case SegmentSet:
                Array.ForEach(SegmentId, id => Create(Actions.SegmentId(id), id, () => MemoryMap.OpenSegment(id, options)));
                break;
            case MemoryFileSet:
                Create("memory file", null, () => MemoryMap.CreateMemoryFile(options, Stop));
                break;
            case HandleSet:
                Create("handle " + Handle, Handle, () => MapHandle(options));
                break;
            case ProcessSet:
                ForEach(ProcessMapping, mapping => MapProcess(mapping, options));
                break;
            default:
                ForEachFile(file => Create(file, file, () => Snapshot ? MemoryMap.CreateSnapshot(file, options, Stop) : MemoryMap.OpenFile(file, options, Stop)));
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
        NoClobber = NoClobber,
        Seals = Seal,
        AllowForeignOwner = AllowForeignOwner,
        Permission = MyInvocation.BoundParameters.ContainsKey(nameof(Permission)) ? Permission : null,
        Progress = (done, total) => _progress?.Update(done, total),
    };

    private void MapProcess(ProcessMapping mapping, MemoryMapOptions options)
    {
        if (Snapshot)
        {
            Create(Actions.Mapping(mapping), mapping, () => MemoryMap.CreateProcessSnapshot(mapping, options, Stop));
            return;
        }

        string file = PathResolver.Full(this, mapping.Path ?? throw PathArgumentErrors.MappingWithoutFile(mapping));
        Create(file, file, () => MemoryMap.OpenFile(file, options, Stop));
    }

    private MemoryMap MapHandle(MemoryMapOptions options)
    {
        object? value = PlainValue.Of(Handle);
        return value switch
        {
            SafeFileHandle file => MemoryMap.OpenHandle(file, options),
            FileStream stream => MemoryMap.OpenHandle(stream.SafeFileHandle, options),
            System.Runtime.InteropServices.SafeHandle other => MemoryMap.OpenBorrowed(other, options),
            _ when LanguagePrimitives.TryConvertTo(value, out int descriptor) => MapNumber(descriptor, options),
            _ => throw PathArgumentErrors.NoHandle(value),
        };
    }

    private static MemoryMap MapNumber(nint descriptor, MemoryMapOptions options)
    {
        using SafeFileHandle borrowed = new(descriptor, ownsHandle: false);
        return MemoryMap.OpenHandle(borrowed, options);
    }

    private string DescribeAction() => Actions.Map(ParameterSetName switch
    {
        MemoryFileSet => Actions.CreateAndMap,
        NameSet or KeySet when Size is not null => Actions.OpenAndMap,
        PathSet or LiteralPathSet or ProcessSet when Snapshot => Actions.CopyAndMap,
        PathSet or LiteralPathSet when Size is not null => Actions.GrowAndMap,
        _ => Actions.MapOnly,
    }, Size, Private);

    /// <summary>Makes a map, if that is wanted.</summary>
    /// <param name="target">What is mapped, in words.</param>
    /// <param name="input">What an error is about.</param>
    /// <param name="create">Makes it.</param>
    private void Create(string target, object? input, Func<MemoryMap> create) => Try(input, _ =>
    {
        if (!ShouldProcess(target, DescribeAction()))
        {
            return;
        }

        using ProgressReporter progress = new(this, Snapshot ? Activities.Copy(target) : Activities.Allocate(target));
        _progress = progress;
        MemoryMap map = create();
        if (Snapshot)
        {
            progress.Finish(map.Length);
        }

        if ((Flags & IgnoredFlags) != 0)
        {
            WriteVerbose(Notices.FlagsIgnored(Flags & IgnoredFlags));
        }

        if (Size is not null && map.FileLength > Size)
        {
            WriteVerbose(Notices.NotShortened(target, map.FileLength));
        }

        if (map.Backing?.IsNetwork == true)
        {
            WriteWarning(Notices.NetworkFile(target));
        }

        WriteObject(map);
    });
}
