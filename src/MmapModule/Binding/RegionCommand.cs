using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that does something with a range of a map, region or file.</summary>
public abstract class RegionCommand : InputCommand
{
    /// <summary>How many bytes; the rest of the input by default.</summary>
    [Parameter(Position = 2)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Length { get; set; }

    private protected sealed override void HandleInput() => Process(Input, ResolveRange());

    /// <summary>The range that the parameters mean. Reading may reach past the end of a region.</summary>
    private protected virtual MapRange ResolveRange() => Input.Resolve(Offset, Length, FromEnd);

    /// <summary>Does the work.</summary>
    private protected abstract void Process(MappedMemory input, MapRange range);
}
