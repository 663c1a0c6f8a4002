using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Errors;
using MmapModule.Formatting;
using MmapModule.Pictures;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Draws what the bytes of maps are like.</summary>
[Cmdlet(VerbsCommon.Show, "MappedRegion", DefaultParameterSetName = ScreenSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Show-MappedRegion.md")]
[OutputType(typeof(PictureLine), ParameterSetName = [ScreenSet])]
[OutputType(typeof(FileInfo), ParameterSetName = [FileSet])]
public sealed class ShowMappedRegionCommand : RegionCommand
{
    private const string ScreenSet = "Screen";
    private const string FileSet = "File";
    private const int MostCells = 4096;
    private const int BarsOfFile = 512;
    private const int UsualHeight = 16;

    /// <summary>Rows of so many cells have round offsets.</summary>
    private const int RoundWidth = 16;

    private HexStyle _style = HexStyle.Plain;
    private bool _hasDrawn;
    private bool _hasMarks;
    private bool _hasSaved;

    /// <summary>What is shown: the entropy, or the classes of bytes.</summary>
    [Parameter]
    [Flat]
    public PictureStyle As { get; set; }

    /// <summary>How many cells a row has at most, or bars a file; by default as many as fit.</summary>
    [Parameter]
    [ValidateRange(1, MostCells)]
    public int? Width { get; set; }

    /// <summary>How many rows there are at most.</summary>
    [Parameter(ParameterSetName = ScreenSet)]
    [ValidateRange(1, MostCells)]
    public int Height { get; set; } = UsualHeight;

    /// <summary>Hits, differences and other regions to mark; those of other maps count for nothing.</summary>
    [Parameter]
    [Highlight]
    [ValidateNotNull]
    public MappedRegion[] Highlight { get; set; } = [];

    /// <summary>Write the picture to this file, as SVG.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>The file must not be there already.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public SwitchParameter NoClobber { get; set; }

    private protected override void Prepare() => _style = HexPalette.Of(this);

    private protected override void Process(MappedMemory input, MapRange range)
    {
        if (OutFile is not null)
        {
            Save(input, range, PathResolver.Full(this, OutFile));
            return;
        }

        int margin = TextPicture.MarginOf(range);
        int room = ScreenWidth.Of(this) - margin - 1;
        int width = Width ?? Math.Clamp(room - (room % RoundWidth), RoundWidth, MostCells);
        Draw(input, new PictureLayout(range, As, width, Height));
    }

    /// <summary>The legend is the same for all inputs.</summary>
    private protected override void End()
    {
        if (_hasDrawn)
        {
            WriteObject(TextPicture.Legend(As, _style, Texts.Pictures.Meanings(As), Texts.Pictures.Unit(As)));
        }

        if (_hasMarks)
        {
            WriteObject(TextPicture.Words(PictureLineKind.Legend, Texts.Pictures.MarksMeaning));
        }
    }

    private void Draw(MappedMemory input, PictureLayout layout)
    {
        MemoryMap map = input.Owner;
        using ProgressReporter progress = new(this, Activities.Measure(map));
        HexHighlights highlights = new(HighlightsIn(map, layout.Range));
        TextPicture picture = new(layout, _style, highlights);
        WriteObject(TextPicture.Words(PictureLineKind.Title, Texts.Pictures.Title(map, layout.Range, layout.CellSize)));
        _hasDrawn = true;
        foreach (PictureLine line in picture.Rows(input.Measure(layout.Range, OptionsOf(layout, progress), Stop)))
        {
            progress.Complete();
            WriteObject(line);
            _hasMarks |= line.Kind == PictureLineKind.Marks;
        }
    }

    private void Save(MappedMemory input, MapRange range, string path)
    {
        MemoryMap map = input.Owner;
        if (_hasSaved)
        {
            throw CombinationErrors.OnePicture(path);
        }

        if (!ShouldProcess(path, Actions.Draw(map)))
        {
            return;
        }

        PictureFile.CheckIsOther(path, map);
        PictureLayout layout = new(range, As, Width ?? BarsOfFile, height: 1);
        using (ProgressReporter progress = new(this, Activities.Measure(map)))
        {
            List<MappedBlock> blocks = [.. input.Measure(range, OptionsOf(layout, progress), Stop)];
            string svg = new SvgPicture(layout, Texts.Pictures.Words(map, layout)).Draw(blocks, HighlightsIn(map, range));
            PictureFile.Write(path, svg, NoClobber, Stop);
        }

        _hasSaved = true;
        foreach (PSObject file in InvokeProvider.Item.Get([path], force: true, literalPath: true))
        {
            WriteObject(file);
        }
    }

    private static MeasureOptions OptionsOf(PictureLayout layout, ProgressReporter progress) => new() { BlockSize = layout.CellSize, Progress = progress.Update };

    private List<MapRange> HighlightsIn(MemoryMap map, MapRange shown)
    {
        List<MapRange> ranges = [];
        foreach (MappedRegion region in Highlight)
        {
            MapRange range = new(region.Offset, region.Length);
            if (region.IsIn(map) && range.Overlaps(shown))
            {
                ranges.Add(range.Intersect(shown));
            }
        }

        ranges.Sort(static (one, other) => one.Offset.CompareTo(other.Offset));
        return ranges;
    }
}
