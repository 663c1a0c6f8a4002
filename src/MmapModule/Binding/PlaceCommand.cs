using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that takes an offset by name, and finds the length elsewhere.</summary>
public abstract class PlaceCommand : MappedInputCommand
{
    /// <summary>Where to start, in bytes from the start of the input.</summary>
    [Parameter]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long Offset { get; set; }

    /// <summary>Count the offset back from the end of the input.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }
}
