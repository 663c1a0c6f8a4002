using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Binding;

/// <summary>
/// A cmdlet that takes maps and regions, and files as well: it maps each of them for as long as it works with it. Whoever
/// opens closes, so no map is left behind; what was found in a file refers to the file (<see cref="MapSource"/>).
/// </summary>
public abstract class MappedInputCommand : MmapCommand
{
    private bool _isNamed;
    private bool _isDone;
    private bool _isOpening;
    private MemoryMap? _kept;

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter]
    [MappedPath(RefusesRegions = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken literally.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What the parameter for maps and regions has; null if nothing was given to it.</summary>
    private protected abstract MappedMemory? Given { get; }

    /// <summary>What is being worked with.</summary>
    private protected MappedMemory Input { get; private set; } = null!;

    /// <summary>Files are mapped for reading and writing.</summary>
    private protected virtual bool IsWriting => false;

    private protected override object? Subject => Given;

    private MapProtection Protection => IsWriting ? MapProtection.ReadWrite : MapProtection.Read;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _kept?.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected sealed override void Begin()
    {
        _isNamed = Path.Length + LiteralPath.Length > 0;
        Prepare();
    }

    /// <summary>Prepares what all inputs share.</summary>
    private protected virtual void Prepare()
    {
    }

    private protected override void ProcessInput()
    {
        MappedMemory? given = Given;
        if (given is not (null or NamedInput) && !_isNamed)
        {
            Settle();
            Handle(given);
            return;
        }

        CheckNames(given);
        if (given is NamedInput several)
        {
            ForEach(several.Items, HandleItem);
        }
        else if (!_isDone)
        {
            // What is named on the command line comes once, however often the pipeline calls.
            _isDone = _isNamed;
            ForEach(Path, HandlePath);
            ForEach(LiteralPath, HandleLiteralPath);
            Settle();
        }
    }

    /// <summary>Works with <see cref="Input"/>.</summary>
    private protected abstract void HandleInput();

    /// <summary>The files that a path stands for: itself, or what is in the folder.</summary>
    private protected virtual IEnumerable<FoundFile> Files(string path) => [new FoundFile(path, IsRegular: false)];

    /// <summary>Does what has been put off until more files would come.</summary>
    private protected virtual void Settle()
    {
    }

    /// <summary>Called when the work with a file is done, before its map is removed.</summary>
    private protected virtual void Leave()
    {
    }

    /// <summary>Makes <see cref="Input"/> the one map, region or file that is given; a file is mapped until the command ends.</summary>
    private protected void OpenInput()
    {
        if (_isNamed == Given is not null)
        {
            throw _isNamed ? CombinationErrors.InputTwice() : NoInput();
        }

        Input = OpenOne(Given ?? new NamedInput([.. Path, .. Array.ConvertAll(LiteralPath, static path => new LiteralFile(path, IsFolder: false))]));
    }

    /// <summary>The one map, region or file that is given; a file is mapped until the command ends.</summary>
    /// <exception cref="MmapException">InvalidArgument if it is not one, or what keeps the file from being mapped.</exception>
    private protected MappedMemory OpenOne(MappedMemory given) => given switch
    {
        NamedInput named => OpenNamed(named),
        MappedRegion { Source: { } source } part when IsWriting => Within(_kept = source.OpenForNow(Protection), part),
        _ => given,
    };

    /// <summary>What an error about something that was given by name is about.</summary>
    private protected object? NameOf(MappedMemory? given) => given switch
    {
        NamedInput { Items: [LiteralFile file, ..] } => file.Path,
        NamedInput named => named.Items[0],
        null => Path.Length > 0 ? Path[0] : LiteralPath.Length > 0 ? LiteralPath[0] : null,
        _ => given,
    };

    private MappedMemory OpenNamed(NamedInput given)
    {
        List<object> found = [];
        foreach (object item in given.Items)
        {
            switch (item)
            {
                case int id:
                    found.Add(NamedInput.MapWith(id));
                    break;
                case LiteralFile file:
                    found.Add(PathResolver.Full(this, file.Path));
                    break;
                case string path:
                    found.AddRange(PathResolver.Resolve(this, path, isLiteral: false));
                    break;
                default:
                    found.Add(item);
                    break;
            }
        }

        return found.Count != 1 ? throw CombinationErrors.OneInput(found.Count)
            : found[0] is string one ? _kept = Open(one)
            : (MappedMemory)found[0];
    }

    /// <summary>An error about the input as a whole ends the command.</summary>
    private void CheckNames(MappedMemory? given)
    {
        if (_isNamed == given is not null)
        {
            Require(given, _ => throw (_isNamed ? CombinationErrors.InputTwice() : NoInput()));
        }
    }

    /// <summary>What the engine advises for a file that cannot be mapped are parameters of the cmdlet that makes maps.</summary>
    private protected override ErrorRecord Record(Exception error, object? target)
    {
        ErrorRecord record = base.Record(error, target);
        if (_isOpening && error is MmapException { Kind: not MmapErrorKind.PathNotFound } known && Option.AsParameters(known.Advice) != known.Advice)
        {
            record.ErrorDetails.RecommendedAction = PathArgumentErrors.WithNewMap(record.ErrorDetails.RecommendedAction);
        }

        _isOpening = false;
        return record;
    }

    /// <summary>The error if nothing was given.</summary>
    private protected virtual MmapException NoInput() => CombinationErrors.NoInput();

    private void Handle(MappedMemory input)
    {
        if (IsWriting && input is MappedRegion { Source: { } source } part)
        {
            // What was found in a file that was mapped for reading only.
            using MemoryMap map = source.OpenForNow(Protection);
            Input = Within(map, part);
            HandleInput();
            Leave();
        }
        else
        {
            Input = input;
            HandleInput();
        }
    }

    private static MappedRegion Within(MemoryMap map, MappedRegion part) => MappedRegion.Within(map, new MapRange(part.Offset, part.Length));

    private MemoryMap Open(string path)
    {
        _isOpening = true;
        MemoryMap map = MemoryMap.OpenForNow(path, Protection);
        _isOpening = false;
        return map;
    }

    private void HandleItem(object item)
    {
        switch (item)
        {
            case int id:
                Settle();
                Try(NamedInput.MapWith(id), Handle);
                break;
            case LiteralFile file:
                Try(file.Path, path => HandleFile(Resolved(() => PathResolver.Full(this, path)), isNamed: !file.IsFolder));
                break;
            case string path:
                HandlePath(path);
                break;
            default:
                Settle();
                Handle((MappedMemory)item);
                break;
        }
    }

    private void HandleLiteralPath(string path) => HandleFile(Resolved(() => PathResolver.Full(this, path)), isNamed: true);

    /// <summary>An error about a path comes after what belongs to those before it.</summary>
    private T Resolved<T>(Func<T> resolve)
    {
        try
        {
            return resolve();
        }
        catch (MmapException)
        {
            Settle();
            throw;
        }
    }

    private void HandlePath(string path)
    {
        bool isPattern = WildcardPattern.ContainsWildcardCharacters(path);
        IReadOnlyList<string> files = Resolved(() => isPattern && !IsWriting ? PathResolver.Matches(this, path) : PathResolver.Resolve(this, path, isLiteral: false));
        if (files.Count == 0)
        {
            WriteVerbose(Notices.NoMatch(path));
        }

        HandleFiles(files.SelectMany(Files), isPattern ? null : files[0]);
    }

    private void HandleFile(string path, bool isNamed) => HandleFiles(Files(path), isNamed ? path : null);

    /// <summary>Works with files, one after the other.</summary>
    /// <param name="files">The files.</param>
    /// <param name="named">The one that was given by its own name, and not found in a folder or by a wildcard.</param>
    private protected virtual void HandleFiles(IEnumerable<FoundFile> files, string? named)
    {
        foreach (FoundFile file in files)
        {
            HandleOne(file, file.Path == named);
        }
    }

    /// <summary>Maps a file, works with it, and removes the map.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isNamed">Whether it is an error that it cannot be mapped.</param>
    private protected void HandleOne(FoundFile file, bool isNamed) => Try(file.Path, path =>
    {
        if (!isNamed && !file.IsRegular && SkipsDevice(path))
        {
            return;
        }

        MemoryMap map;
        try
        {
            map = Open(path);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.NotMappable && !isNamed)
        {
            WriteVerbose(Notices.Skipped(error.Message));
            return;
        }

        using (map)
        {
            Input = map;
            HandleInput();
            Leave();
        }
    });
}
