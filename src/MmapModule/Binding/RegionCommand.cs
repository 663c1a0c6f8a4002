using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A cmdlet that looks at a range of a map or region.</summary>
public abstract class RegionCommand : MmapCommand
{
    /// <summary>The map or region.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [ValidateNotNull]
    public MappedMemory InputObject { get; set; } = null!;

    /// <summary>Where to start, in bytes from the start of the input.</summary>
    [Parameter(Position = 1)]
    [ByteSize]
    public long Offset { get; set; }

    /// <summary>How many bytes; the rest of the input by default.</summary>
    [Parameter(Position = 2)]
    [ByteSize]
    public long? Length { get; set; }

    /// <summary>Count the offset back from the end of the input.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }
}
