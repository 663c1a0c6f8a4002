using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Copying;
using MmapModule.Errors;

namespace MmapModule.Commands;

/// <summary>Copies bytes between maps and files.</summary>
[Cmdlet(VerbsCommon.Copy, "MappedRegion", DefaultParameterSetName = InputSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Copy-MappedRegion.md")]
[OutputType(typeof(MemoryMapCopyResult))]
public sealed class CopyMappedRegionCommand : MmapCommand
{
    private const string InputSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private MappedMemory? _destination;
    private string _file = string.Empty;
    private readonly List<string> _files = [];
    private long _start;
    private long _position;

    /// <summary>The map or region to copy.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [Alias("Map")]
    [ValidateNotNull]
    public MappedMemory InputObject { get; set; } = null!;

    /// <summary>The files to copy; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [MappedPath]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files to copy, taken as they are.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A map, a region, or the path of a file.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = InputSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public object Destination { get; set; } = null!;

    /// <summary>Where to start in the input, in bytes.</summary>
    [Parameter]
    [ByteSize]
    public long Offset { get; set; }

    /// <summary>How many bytes; the rest of the input by default.</summary>
    [Parameter]
    [ByteSize]
    public long? Length { get; set; }

    /// <summary>Count the offset back from the end of the input.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }

    /// <summary>Where to start in the destination, in bytes.</summary>
    [Parameter]
    [ByteSize]
    public long DestinationOffset { get; set; }

    /// <summary>Do not write blocks of zeros: the destination keeps what it has there.</summary>
    [Parameter]
    public SwitchParameter SkipZero { get; set; }

    /// <summary>How many threads copy at a time; by default one for each processor, at most 8.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = RegionCopier.DefaultThreads;

    /// <summary>Write what was copied to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Finds out where to copy to.</summary>
    protected override void BeginProcessing()
    {
        _start = DestinationOffset;
        _position = DestinationOffset;
        object given = Destination is PSObject wrapped ? wrapped.BaseObject : Destination;
        try
        {
            _destination = given as MappedMemory;
            _file = given switch
            {
                MappedMemory => string.Empty,
                FileInfo file => file.FullName,
                PathInfo path => PathResolver.Full(this, path.Path),
                string path => PathResolver.Resolve(this, path, isLiteral: true)[0],
                _ => throw MapErrors.Invalid("-Destination is of the type " + given.GetType() + ".", "Give a map, a region, or the path of a file."),
            };
        }
        catch (Exception error) when (IsReportable(error))
        {
            ThrowTerminatingError(ErrorRecords.Create(error, given));
        }
    }

    /// <summary>Copies each input; several land one behind the other.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                Array.ForEach(Path, path => Find(path, isLiteral: false));
                break;
            case LiteralPathSet:
                Array.ForEach(LiteralPath, path => Find(path, isLiteral: true));
                break;
            default:
                Copy(InputObject, InputObject);
                break;
        }
    }

    /// <summary>Copies the files, now that all of them are known: none may be written over before it has been read.</summary>
    protected override void EndProcessing()
    {
        string? overwritten = _files.Count < 2 ? null : CopySources.FirstOverwritten(_files, Select, _destination, _file, _start);
        if (overwritten is not null)
        {
            Report(CopyErrors.OwnSource(overwritten, _files.Count - 1), overwritten);
            return;
        }

        _files.ForEach(CopyFile);
    }

    private void Find(string path, bool isLiteral)
    {
        try
        {
            _files.AddRange(PathResolver.Resolve(this, path, isLiteral));
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, path);
        }
    }

    private MapRange? Select(long size)
    {
        try
        {
            return MapRange.Resolve(Offset, Length, FromEnd, size, size);
        }
        catch (MmapException)
        {
            // Copying it will say what is wrong.
            return null;
        }
    }

    private MapRange PlaceInFile(long length) => _position < 0
        ? throw CopyErrors.NegativeDestination(_position)
        : MapRange.Resolve(_position, length, fromEnd: false, long.MaxValue, long.MaxValue);

    private void CopyFile(string path)
    {
        try
        {
            using MemoryMap map = MemoryMap.OpenFile(path);
            Copy(map, path);
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, path);
        }
    }

    private void Copy(MappedMemory source, object input)
    {
        object concerned = input;
        using ProgressReporter progress = new(this, "Copying " + input);
        try
        {
            MapRange range = source.Resolve(Offset, Length, FromEnd);
            if (CopySources.IsOverwritten(source.Owner, range, _destination, _file, new MapRange(Math.Max(_start, 0), _position - _start)))
            {
                throw CopyErrors.OwnSource(source.Owner.Path ?? source.ToString()!, others: 0);
            }

            concerned = Destination;
            MapRange place = _destination is null
                ? PlaceInFile(range.Length)
                : _destination.ResolveWithin(_position, range.Length);

            // What comes next goes behind this, also when this fails.
            _position += range.Length;
            concerned = input;
            long tail = _destination is null ? CopySources.TailBehind(_file, place.End) : 0;
            string stays = tail == 0 ? string.Empty : FormattableString.Invariant($"; its {ByteCount.Text(tail)} behind that stay");
            if (!ShouldProcess(
                FormattableString.Invariant($"{_destination?.Owner.ToString() ?? _file}, offset {place.Offset}{stays}"),
                FormattableString.Invariant($"Copy {ByteCount.Text(range.Length)} at offset {range.Offset} of {input}")))
            {
                return;
            }

            MemoryMapCopyResult result = _destination is null
                ? source.CopyTo(range, _file, place.Offset, SkipZero, ThrottleLimit, progress.Update, Stop)
                : source.CopyTo(range, _destination, place, SkipZero, ThrottleLimit, progress.Update, Stop);
            if (PassThru)
            {
                WriteObject(result);
            }
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, error is MmapException { IsWrite: true } ? Destination : concerned);
        }
    }
}
