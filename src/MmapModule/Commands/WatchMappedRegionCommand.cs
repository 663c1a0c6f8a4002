using System;
using System.Diagnostics;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;

namespace MmapModule.Commands;

/// <summary>Writes an object for each change of bytes or of a value, until Ctrl+C.</summary>
[Cmdlet(VerbsCommon.Watch, "MappedRegion", DefaultParameterSetName = BytesSet, HelpUri = HelpLinks.Base + "Watch-MappedRegion.md")]
[OutputType(typeof(MappedChange))]
public sealed class WatchMappedRegionCommand : InputCommand
{
    private const string BytesSet = "Bytes";
    private const string ValueSet = "Value";
    private const long NanosecondsPerTick = 100;

    /// <summary>How many bytes to watch; the rest of the input by default.</summary>
    [Parameter(Position = 2, ParameterSetName = BytesSet)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Length { get; set; }

    /// <summary>The type of the value to watch.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ValueSet)]
    [ValueType]
    public MappedValueType? As { get; set; }

    /// <summary>Most significant byte first.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public SwitchParameter BigEndian { get; set; }

    /// <summary>Write what is there at first, too.</summary>
    [Parameter]
    public SwitchParameter Initial { get; set; }

    /// <summary>End after so many objects.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long Count { get; set; } = long.MaxValue;

    /// <summary>End after this time: seconds, or a time span; never by default.</summary>
    [Parameter]
    [Timeout]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    private protected override void HandleInput()
    {
        long start = Stopwatch.GetTimestamp();
        MapRange range = Input.Resolve(Offset, As is { } type ? ValueCodec.SizeOf(type) : Length, FromEnd);
        RegionWatch watch = Input.Watch(range, As, BigEndian);
        long left = Count;
        if (Initial)
        {
            WriteObject(watch.Current());
            left--;
        }

        // Somebody who writes all the time must not make it go on forever: there is one look after the end of the time.
        for (bool isLast = false; left > 0 && !isLast; left--)
        {
            TimeSpan rest = Timeout - Stopwatch.GetElapsedTime(start);
            isLast = Timeout >= TimeSpan.Zero && rest <= TimeSpan.Zero;
            long nanoseconds = Timeout < TimeSpan.Zero ? -1 : isLast ? 0 : rest.Ticks * NanosecondsPerTick;
            if (watch.Next(nanoseconds, Stop) is not { } change)
            {
                return;
            }

            WriteObject(change);
        }
    }
}
