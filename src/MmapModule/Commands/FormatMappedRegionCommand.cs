using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text;
using MmapModule.Binding;
using MmapModule.Errors;
using MmapModule.Formatting;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Shows bytes of maps in hex.</summary>
[Cmdlet(VerbsCommon.Format, "MappedRegion", DefaultParameterSetName = BigEndianSet, HelpUri = HelpLinks.Base + "Format-MappedRegion.md")]
[Alias("fmr")]
[OutputType(typeof(HexLine), typeof(string))]
public sealed class FormatMappedRegionCommand : RegionCommand
{
    private const string BigEndianSet = "BigEndian";
    private const string LittleEndianSet = "LittleEndian";
    private const int WidestLine = 256;
    private const int WordSize = 4;

    /// <summary>How many lines around a search hit are shown.</summary>
    private static readonly int[] s_usualContext = [1];

    /// <summary>How much text goes to the pipeline at a time.</summary>
    private const int TextPiece = 64 * 1024;

    private readonly HexWindow _window = new();
    private readonly StringBuilder _text = new();
    private HexLayout _layout = null!;
    private HexView _view = null!;
    private MemoryMap? _lastMap;
    private long _lastEnd;

    /// <summary>How bytes are written, and what stands around them.</summary>
    [Parameter]
    [Flat]
    public DumpStyle As { get; set; }

    /// <summary>Hex digits are upper-case.</summary>
    [Parameter]
    public SwitchParameter Upper { get; set; }

    /// <summary>How many bytes a line has.</summary>
    [Parameter]
    [ValidateRange(1, WidestLine)]
    public int? Width { get; set; }

    /// <summary>How many bytes stand together; 0 means all of the line.</summary>
    [Parameter]
    [ValidateRange(0, WidestLine)]
    public int? Group { get; set; }

    /// <summary>Groups are words with the most significant byte first, as in the file; of 4 bytes by default.</summary>
    [Parameter(ParameterSetName = BigEndianSet)]
    public SwitchParameter BigEndian { get; set; }

    /// <summary>Groups are words with the least significant byte first in the file; of 4 bytes by default.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LittleEndianSet)]
    public SwitchParameter LittleEndian { get; set; }

    /// <summary>Omit the text on the right.</summary>
    [Parameter]
    public SwitchParameter NoAscii { get; set; }

    /// <summary>Which number is shown on the left.</summary>
    [Parameter]
    [Flat]
    public HexBase Base { get; set; }

    /// <summary>The digits of that number.</summary>
    [Parameter]
    [Flat]
    public OffsetBase OffsetBase { get; set; }

    /// <summary>Regions and differences to highlight; those of other maps count for nothing.</summary>
    [Parameter]
    [Highlight]
    [ValidateNotNull]
    public MappedRegion[] Highlight { get; set; } = [];

    /// <summary>Show whole lines around the range, this many before and after, and highlight the range.</summary>
    [Parameter]
    [ValidateCount(1, 2)]
    [ValidateRange(0, int.MaxValue)]
    public int[]? Context { get; set; }

    /// <summary>Show repeated lines too.</summary>
    [Parameter]
    public SwitchParameter NoCollapse { get; set; }

    /// <summary>Write text, many lines at a time, instead of one object for each line.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    private protected override void Prepare()
    {
        Require(As, CheckStyle);
        (int width, int group) = As switch
        {
            DumpStyle.Plain => (30, 0),
            DumpStyle.C => (12, 1),
            DumpStyle.Bits => (6, 1),
            DumpStyle.Decimal => (12, 1),
            _ => (16, BigEndian || LittleEndian ? WordSize : 2),
        };
        _layout = new HexLayout(Width ?? width, Group ?? group, LittleEndian, !NoAscii, As, Upper, OffsetBase);
        _view = new HexView(_layout, HexPalette.Of(this), Base, !NoCollapse && _layout.HasPosition);
    }

    private protected override void Process(MappedMemory input, MapRange range)
    {
        if (IsHit())
        {
            Collect(range);
        }
        else
        {
            Flush();
            Show(input, range, HighlightsOf(input.Owner, IsFound() ? [range] : []));
        }
    }

    /// <summary>Shows the last hit.</summary>
    private protected override void End() => Flush();

    /// <summary>Shows the last lines of a file while it can be read.</summary>
    private protected override void Leave() => Flush();

    /// <summary>What was shown before an error comes before it.</summary>
    private protected override ErrorRecord Record(Exception error, object? target)
    {
        FlushText();
        return base.Record(error, target);
    }

    /// <summary>What a style cannot show must not seem to be done.</summary>
    private void CheckStyle(DumpStyle style)
    {
        string[] senseless = style switch
        {
            DumpStyle.Hex => [],
            DumpStyle.Bits => [nameof(LittleEndian), nameof(BigEndian)],
            DumpStyle.Decimal => [nameof(LittleEndian), nameof(BigEndian), nameof(Group)],
            _ => [nameof(LittleEndian), nameof(BigEndian), nameof(Group), nameof(Highlight), nameof(Context), nameof(Base), nameof(OffsetBase)],
        };
        foreach (string name in senseless)
        {
            if (MyInvocation.BoundParameters.ContainsKey(name))
            {
                throw CombinationErrors.NotInStyle(name, style);
            }
        }
    }

    /// <summary>What a search has found is of a kind of its own.</summary>
    private bool IsFound() => Input is MappedRegion and not MappedBlock && Input.GetType() != typeof(MappedRegion);

    private bool IsHit()
    {
        Dictionary<string, object> bound = MyInvocation.BoundParameters;
        bool isNamed = bound.ContainsKey(nameof(Offset)) || bound.ContainsKey(nameof(Length)) || FromEnd;
        return Context is not null || (IsFound() && !isNamed && _layout.HasPosition);
    }

    /// <summary>Hits that are near each other share their lines, so the lines of one wait for the next one.</summary>
    private void Collect(MapRange hit)
    {
        int[] context = Context ?? s_usualContext;
        MapRange lines = _layout.LinesAround(hit, context[0], context[^1], Input.Owner.Length);
        if (!_window.CanTake(Input, lines))
        {
            Flush();
        }
        else if (_window.TakeBefore(lines.Offset) is MapRange ready)
        {
            Show(_window.Input!, ready, HighlightsOf(Input.Owner, _window.Hits));
        }

        _window.Add(Input, lines, hit);
    }

    private void Flush()
    {
        if (_window.Input is not MappedMemory input)
        {
            return;
        }

        MapRange lines = _window.Lines;
        HexHighlights highlights = HighlightsOf(input.Owner, _window.Hits);
        _window.Clear();
        Try(input, _ => Show(input, lines, highlights));
    }

    private HexHighlights HighlightsOf(MemoryMap map, IReadOnlyCollection<MapRange> hits)
    {
        if (Highlight.Length == 0 && hits.Count == 0)
        {
            return HexHighlights.None;
        }

        List<MapRange> ranges = [.. hits];
        foreach (MappedRegion region in Highlight)
        {
            if (region.IsIn(map))
            {
                ranges.Add(new MapRange(region.Offset, region.Length));
            }
        }

        return new HexHighlights(ranges);
    }

    private void Show(MappedMemory input, MapRange range, HexHighlights highlights)
    {
        MemoryMap map = input.Owner;
        using ProgressReporter progress = new(this, Activities.LookAt(map));
        bool isNext = !_layout.HasPosition || _lastMap is null || (map == _lastMap && range.Offset == _lastEnd);
        string? array = As == DumpStyle.C ? CArray.NameOf(map, range) : null;
        if (array is not null)
        {
            Write(_view.Frame(CArray.Open(array)));
        }

        foreach (HexLine line in _view.Lines(map, range, highlights, progress.Update, Stop))
        {
            if (!isNext)
            {
                Write(_view.Gap(map == _lastMap ? null : map));
                isNext = true;
            }

            progress.Complete();
            Write(line);
            _lastMap = map;
            _lastEnd = line.Offset + line.Length;
        }

        if (array is not null)
        {
            Write(_view.Frame(CArray.Close));
            Write(_view.Frame(CArray.Count(array, range.Length)));
        }

        FlushText();
    }

    private void Write(HexLine line)
    {
        if (!AsText)
        {
            WriteObject(line);
            return;
        }

        if (_text.Length > 0)
        {
            _text.AppendLine();
        }

        line.AppendTo(_text);
        if (_text.Length >= TextPiece)
        {
            FlushText();
        }
    }

    /// <summary>PowerShell takes some microseconds for each object, however long it is.</summary>
    private void FlushText()
    {
        if (_text.Length > 0)
        {
            string text = _text.ToString();
            _text.Clear();
            WriteObject(text);
        }
    }
}
