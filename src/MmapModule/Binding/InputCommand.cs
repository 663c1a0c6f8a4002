using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that takes maps, regions or files, and the offset in them by position.</summary>
public abstract class InputCommand : MappedInputCommand
{
    /// <summary>The map or region; the path of a file or the id of a map stands for it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [MapInput]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapInputCompleter))]
    public MappedMemory InputObject { get; set; } = null!;

    /// <summary>Where to start, in bytes from the start of the input.</summary>
    [Parameter(Position = 1)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long Offset { get; set; }

    /// <summary>Count the offset back from the end of the input.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }

    private protected sealed override MappedMemory? Given => InputObject;
}
