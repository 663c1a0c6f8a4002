using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that takes a range by name, since its second position is for something else.</summary>
public abstract class RangeCommand : MmapCommand
{
    /// <summary>Where to start, in bytes from the start of the input or file.</summary>
    [Parameter]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long Offset { get; set; }

    /// <summary>How many bytes; the rest of the input or file by default.</summary>
    [Parameter]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Length { get; set; }

    /// <summary>Count the offset back from the end of the input or file.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }
}
