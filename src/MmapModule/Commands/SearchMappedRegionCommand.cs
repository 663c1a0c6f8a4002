using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;
using MmapModule.Search;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Finds bytes, text, values or regular expressions in maps.</summary>
[Cmdlet(VerbsCommon.Search, "MappedRegion", DefaultParameterSetName = TextSet, HelpUri = HelpLinks.Base + "Search-MappedRegion.md")]
[Alias("srmr")]
[OutputType(typeof(MappedMatch), typeof(MappedLineMatch), typeof(MappedContextMatch), typeof(long))]
public sealed partial class SearchMappedRegionCommand : MappedInputCommand
{
    private const string TextSet = "Text";
    private const string BytesSet = "Bytes";
    private const string HexSet = "Hex";
    private const string PatternSet = "Pattern";
    private const string ValueSet = "Value";

    private SearchPattern _pattern = null!;
    private MatchDetail? _detail;
    private bool _hasCut;

    /// <summary>The map or region; the path of a file or the id of a map stands for it.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = TextSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = BytesSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = HexSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = PatternSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = ValueSet)]
    [Alias("Map")]
    [MapInput]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapInputCompleter))]
    public MappedMemory InputObject { get; set; } = null!;

    /// <summary>Where to start, in bytes from the start of the input.</summary>
    [Parameter(Position = 2, ParameterSetName = TextSet)]
    [Parameter(Position = 1, ParameterSetName = BytesSet)]
    [Parameter(Position = 1, ParameterSetName = HexSet)]
    [Parameter(Position = 1, ParameterSetName = PatternSet)]
    [Parameter(Position = 1, ParameterSetName = ValueSet)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long Offset { get; set; }

    /// <summary>How many bytes; the rest of the input by default.</summary>
    [Parameter(Position = 3, ParameterSetName = TextSet)]
    [Parameter(Position = 2, ParameterSetName = BytesSet)]
    [Parameter(Position = 2, ParameterSetName = HexSet)]
    [Parameter(Position = 2, ParameterSetName = PatternSet)]
    [Parameter(Position = 2, ParameterSetName = ValueSet)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Length { get; set; }

    /// <summary>Count the offset back from the end of the input.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }

    /// <summary>Texts to find. They come first, as with Select-String, unless they are named.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TextSet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [OneText(TakesSeveral = true)]
    public string[] Text { get; set; } = [];

    /// <summary>The encoding of the text; UTF-8 by default.</summary>
    [Parameter(ParameterSetName = TextSet)]
    [Parameter(ParameterSetName = PatternSet)]
    [Encoding]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNull]
    public Encoding Encoding { get; set; } = TextCodec.Default;

    /// <summary>Bytes to find.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BytesSet)]
    [AllowEmptyCollection]
    [ByteList]
    public byte[] Bytes { get; set; } = [];

    /// <summary>Bytes in hex; a question mark stands for any four bits.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HexSet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [OneText(IsHex = true, TakesSeveral = true)]
    public string[] Hex { get; set; } = [];

    /// <summary>Regular expressions over bytes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PatternSet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [OneText(TakesSeveral = true)]
    public string[] Pattern { get; set; } = [];

    /// <summary>Numbers or other values to find, in their own width.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public object Value { get; set; } = string.Empty;

    /// <summary>The type of the values; their own by default.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValueType]
    public MappedValueType? As { get; set; }

    /// <summary>Most significant byte first.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public SwitchParameter BigEndian { get; set; }

    /// <summary>Find upper and lower case.</summary>
    [Parameter(ParameterSetName = TextSet)]
    [Parameter(ParameterSetName = PatternSet)]
    public SwitchParameter IgnoreCase { get; set; }

    /// <summary>Return the number and the text of the line with each hit.</summary>
    [Parameter]
    public SwitchParameter Line { get; set; }

    /// <summary>How many lines around the line of a hit to return; with two numbers, before and after.</summary>
    [Parameter]
    [ValidateCount(1, 2)]
    [ValidateRange(0, 10_000)]
    public int[]? Context { get; set; }

    /// <summary>Search all files in the folders that are given, and below.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Only the files of these names, where folders are searched; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Include { get; set; } = [];

    /// <summary>Neither the files nor the folders of these names, where folders are searched; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Search what symbolic links in the folders lead to.</summary>
    [Parameter]
    public SwitchParameter FollowSymlink { get; set; }

    /// <summary>Skip folders on which another file system is mounted.</summary>
    [Parameter]
    public SwitchParameter OneFileSystem { get; set; }

    /// <summary>Only offsets that are multiples of this count, from the start of the map.</summary>
    [Parameter]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long Alignment { get; set; } = 1;

    /// <summary>Stop after this many hits.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? First { get; set; }

    /// <summary>Only the last hits, found from the end.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>Write the number of hits instead of the hits.</summary>
    [Parameter]
    public SwitchParameter CountOnly { get; set; }

    /// <summary>Also find hits that start inside another one.</summary>
    [Parameter]
    public SwitchParameter Overlapping { get; set; }

    /// <summary>Search from the end; the last hit comes first.</summary>
    [Parameter]
    public SwitchParameter Reverse { get; set; }

    /// <summary>How many threads search at a time; one for each processor by default.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    private protected override MappedMemory? Given => InputObject;

    private protected override void Prepare() => Require(MyInvocation.BoundParameters[ParameterSetName], _ =>
    {
        if (First is not null && Last is not null)
        {
            throw CombinationErrors.FirstAndLast();
        }

        if (Recurse)
        {
            _tree = new FileTree((where, error) => _unseen.Enqueue(new SearchedFile(where, error)), Stop, TreeFilter.Options(Include, Exclude, FollowSymlink, OneFileSystem, everyName: true));
        }
        else if (Include.Length + Exclude.Length > 0 || FollowSymlink || OneFileSystem)
        {
            throw CombinationErrors.TreeWithoutRecurse();
        }

        _pattern = ParsePattern();
        if (Line || Context is not null)
        {
            _detail = new MatchDetail(Context?[0] ?? 0, Context?[^1] ?? 0, Context is not null);
        }
    });

    private protected override void End()
    {
        Settle();
        if (_hasCut)
        {
            WriteWarning(Notices.LineCut(LineReader.Reach));
        }
    }

    private SearchOptions Options() => new()
    {
        Alignment = Alignment,
        Overlapping = Overlapping,
        Reverse = Reverse || Last is not null,
        ThreadCount = ThrottleLimit,
    };

    private protected override MmapException NoInput() => ParameterSetName == TextSet ? CombinationErrors.NoSearchedInput(string.Join(", ", Text)) : base.NoInput();

    private protected override ErrorRecord Record(Exception error, object? target)
    {
        ErrorRecord record = base.Record(error, target);
        if (error is MmapException { Kind: MmapErrorKind.PathNotFound } && ParameterSetName == TextSet && Array.Find(Text, IsPath) is { } path)
        {
            record.ErrorDetails.RecommendedAction += PathArgumentErrors.TextFirst(path);
        }

        return record;
    }

    private protected override void HandleInput()
    {
        // No hit may reach past the end of a region.
        MapRange range = Input.ResolveSearch(Offset, Length, FromEnd);
        using ProgressReporter progress = new(this, Activities.Search(Input.Owner));
        SearchOptions options = Options();
        if (CountOnly)
        {
            WriteObject(Input.CountMatches(_pattern, options, range, First ?? Last ?? long.MaxValue, progress.Update, Stop));
        }
        else
        {
            using MatchReader reader = new(_pattern, Input.Owner, range, options, _detail, Input.Owner.Length);
            WriteHits(Input.FindAll(_pattern, options, range, reader, progress.Update, Stop));
            _hasCut |= reader.HasCut;
            if (reader.Missed is { } missed)
            {
                Report(missed, Subject);
            }
        }

        progress.Finish();
    }

    private bool IsPath(string text) => WildcardPattern.ContainsWildcardCharacters(text) || File.Exists(System.IO.Path.Combine(SessionState.Path.CurrentFileSystemLocation.ProviderPath, text));

    private void WriteHits(IEnumerable<MappedMatch> hits)
    {
        if (Last is not null && !Reverse)
        {
            WriteLastHits(hits, Last.Value);
            return;
        }

        long wanted = First ?? Last ?? long.MaxValue;
        foreach (MappedMatch hit in hits)
        {
            WriteObject(hit);
            if (--wanted == 0)
            {
                break;
            }
        }
    }

    /// <summary>They were found from the end, so the last one found comes first in the order of offsets.</summary>
    private void WriteLastHits(IEnumerable<MappedMatch> hits, int wanted)
    {
        Stack<MappedMatch> last = new();
        try
        {
            foreach (MappedMatch hit in hits)
            {
                last.Push(hit);
                if (last.Count == wanted)
                {
                    break;
                }
            }
        }
        catch (MmapException)
        {
            // What was found after the bytes that cannot be read is not lost.
            WriteObject(last, enumerateCollection: true);
            throw;
        }

        WriteObject(last, enumerateCollection: true);
    }

    private SearchPattern ParsePattern() => ParameterSetName switch
    {
        BytesSet => SearchPattern.FromBytes(Bytes),
        HexSet => AnyOf(Hex, static text => SearchPattern.FromHex(HexPattern.Parse(text)).Named(text)),
        PatternSet => AnyOf(Pattern, text => SearchPattern.FromRegex(text, IgnoreCase, Encoding)),
        ValueSet => SearchPattern.FromBytes(EncodeValue()),
        _ => AnyOf(Text, text => SearchPattern.FromText(text, Encoding, IgnoreCase)),
    };

    /// <summary>An error is about the one text that is wrong.</summary>
    private SearchPattern AnyOf(string[] texts, Func<string, SearchPattern> parse) => SearchPattern.FromAny(Array.ConvertAll(texts, text =>
    {
        SearchPattern? pattern = null;
        Require(text, one => pattern = parse(one));
        return pattern!;
    }));

    private byte[] EncodeValue()
    {
        if (As is null)
        {
            NegativeLiteral.Refuse(PlainValue.Of(Value));
        }

        return new ValueEncoder(As, BigEndian, Encoding, nullTerminate: false, Stop).Encode(Value, Array.MaxLength);
    }
}
