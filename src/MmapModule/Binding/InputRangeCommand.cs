using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A cmdlet that takes maps or regions, and a range of them by position.</summary>
/// <typeparam name="TInput">One map or region, or several.</typeparam>
public abstract class InputRangeCommand<TInput> : InputCommand<TInput>
    where TInput : class
{
    /// <summary>How many bytes; the rest of the input by default.</summary>
    [Parameter(Position = 2)]
    [ByteSize]
    public long? Length { get; set; }
}
