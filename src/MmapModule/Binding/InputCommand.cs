using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A cmdlet that takes maps or regions, and the offset in them by position.</summary>
/// <typeparam name="TInput">One map or region, or several.</typeparam>
public abstract class InputCommand<TInput> : MmapCommand
    where TInput : class
{
    /// <summary>The map or region.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [ValidateNotNull]
    public TInput InputObject { get; set; } = null!;

    /// <summary>Where to start, in bytes from the start of the input.</summary>
    [Parameter(Position = 1)]
    [ByteSize]
    public long Offset { get; set; }

    /// <summary>Count the offset back from the end of the input.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }

    private protected override object? Subject => InputObject;
}
