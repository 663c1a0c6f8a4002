using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Copying;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Copies bytes between maps and files.</summary>
[Cmdlet(VerbsCommon.Copy, "MappedRegion", DefaultParameterSetName = InputSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Copy-MappedRegion.md")]
[OutputType(typeof(MemoryMapCopyResult))]
public sealed class CopyMappedRegionCommand : PathRangeCommand
{
    private const string InputSet = "InputObject";

    private MappedMemory? _destination;
    private string _file = string.Empty;
    private readonly List<string> _files = [];
    private long _start;
    private long _position;
    private bool _hasCopied;

    /// <summary>The map or region to copy.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [Alias("Map")]
    [MapInput(IdsOnly = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapInputCompleter))]
    public MappedMemory InputObject { get; set; } = null!;

    /// <summary>A map, a region, or the path of a file.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = InputSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public object Destination { get; set; } = null!;

    /// <summary>Where to start in the destination, in bytes.</summary>
    [Parameter]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long DestinationOffset { get; set; }

    /// <summary>Do not write blocks of zeros: the destination keeps what it has there.</summary>
    [Parameter]
    public SwitchParameter SkipZero { get; set; }

    /// <summary>The destination is a file that must not be there already.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Begin at the end of the destination, which is a file.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Cut off what the destination, which is a file, has after the copy.</summary>
    [Parameter]
    public SwitchParameter Truncate { get; set; }

    /// <summary>How many threads copy at a time; by default one for each processor, at most 8.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = RegionCopier.DefaultThreads;

    /// <summary>Write what was copied to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? Subject => InputObject;

    private protected override void Begin()
    {
        _start = DestinationOffset;
        _position = DestinationOffset;
        Require(PlainValue.Of(Destination)!, ChooseDestination);
        Require(Destination, _ => CheckSwitches());
    }

    private protected override void ProcessInput()
    {
        if (ParameterSetName == InputSet)
        {
            ForEachMap([InputObject], source => Copy(source, source));
        }
        else
        {
            ForEachFile(_files.Add);
        }
    }

    /// <summary>Copies the files, now that all of them are known: none may be written over before it has been read.</summary>
    private protected override void End()
    {
        string? overwritten = _files.Count < 2 || Append ? null : CopySources.FirstOverwritten(_files, Select, _destination, _file, _start);
        if (overwritten is not null)
        {
            Report(CopyErrors.OwnSource(overwritten, _files.Count - 1), overwritten);
            return;
        }

        ForEach(_files, CopyFile);
    }

    private protected override ErrorRecord Record(Exception error, object? target) =>
        base.Record(error, error is MmapException { IsWrite: true } ? Destination : target);

    private void ChooseDestination(object given)
    {
        _destination = given is int id ? NamedInput.MapWith(id) : given as MappedMemory;
        _file = given switch
        {
            MappedMemory or int => string.Empty,
            FileInfo file => file.FullName,
            PathInfo path => PathResolver.Full(this, path.Path),
            string path => PathResolver.Full(this, path),
            _ => throw PathArgumentErrors.NoDestination(given),
        };
    }

    private void CheckSwitches()
    {
        foreach ((SwitchParameter given, string name) in ((SwitchParameter, string)[])[(NoClobber, nameof(NoClobber)), (Append, nameof(Append)), (Truncate, nameof(Truncate))])
        {
            if (given && _destination is not null)
            {
                throw CombinationErrors.OnlyForFiles(name);
            }

            if (Append && name != nameof(Append) && given)
            {
                throw CombinationErrors.AppendAnd("-" + name);
            }
        }

        if (Append && MyInvocation.BoundParameters.ContainsKey(nameof(DestinationOffset)))
        {
            throw CombinationErrors.AppendAnd("-" + nameof(DestinationOffset));
        }
    }

    /// <summary>What has been written over in the destination, or cut off from it.</summary>
    private MapRange Overwritten() => Append ? default
        : new MapRange(Math.Max(_start, 0), _hasCopied && Truncate ? long.MaxValue - Math.Max(_start, 0) : _position - _start);

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
        using MemoryMap map = MemoryMap.OpenFile(path);
        Copy(map, path);
    }

    /// <summary>Copies one input; several land one after the other.</summary>
    private void Copy(MappedMemory source, object input)
    {
        MapRange range = source.Resolve(Offset, Length, FromEnd);
        if (CopySources.IsOverwritten(source.Owner, range, _destination, _file, Overwritten()))
        {
            throw CopyErrors.OwnSource(source.Owner.Path ?? source.ToString()!, others: 0);
        }

        MapRange place = default;
        if (!Try(Destination, _ => CheckIsNew()) || !Try(Destination, _ => place = _destination is null ? PlaceInFile(range.Length) : _destination.ResolveWithin(_position, range.Length)))
        {
            return;
        }

        // What comes next goes after this, also when this fails.
        _position += range.Length;
        long tail = _destination is null && !Append ? CopySources.TailBehind(_file, place.End) : 0;
        string where = _destination?.Owner.ToString() ?? _file;
        if (!ShouldProcess(Append ? Actions.AppendTo(where) : Actions.CopyTo(where, place.Offset, tail, Truncate), Actions.Copy(range, input)))
        {
            return;
        }

        FileTargetOptions options = new() { NoClobber = NoClobber && !_hasCopied, Append = Append, Truncate = Truncate };
        using ProgressReporter progress = new(this, Activities.Copy(input));
        MemoryMapCopyResult result = _destination is null
            ? source.CopyTo(range, _file, place.Offset, SkipZero, ThrottleLimit, progress.Update, Stop, options)
            : source.CopyTo(range, _destination, place, SkipZero, ThrottleLimit, progress.Update, Stop);
        _hasCopied = true;
        progress.Finish(range.Length);
        if (PassThru)
        {
            WriteObject(result);
        }
    }

    /// <summary>Also tells -WhatIf so; what counts is whether the file can be created.</summary>
    private void CheckIsNew()
    {
        if (NoClobber && !_hasCopied && CopySources.IsThere(_file))
        {
            throw CopyErrors.Exists(_file);
        }
    }
}
