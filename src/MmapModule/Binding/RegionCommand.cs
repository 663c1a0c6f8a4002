namespace MmapModule.Binding;

/// <summary>A cmdlet that does something with a range of a map or region.</summary>
public abstract class RegionCommand : InputRangeCommand<MappedMemory>
{
    private protected sealed override void ProcessInput() => Process(InputObject, ResolveRange());

    /// <summary>The range that the parameters mean. Reading may reach past the end of a region.</summary>
    private protected virtual MapRange ResolveRange() => InputObject.Resolve(Offset, Length, FromEnd);

    /// <summary>Does it.</summary>
    private protected abstract void Process(MappedMemory input, MapRange range);
}
