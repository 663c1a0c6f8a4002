using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Removes maps, or part of one.</summary>
[Cmdlet(VerbsCommon.Remove, "MemoryMap", DefaultParameterSetName = InputSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Remove-MemoryMap.md")]
[Alias("rmm")]
[OutputType(typeof(void))]
public sealed class RemoveMemoryMapCommand : MmapCommand
{
    private const string InputSet = "InputObject";
    private const string IdSet = "Id";

    /// <summary>The maps to remove.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [Alias("Map")]
    [ValidateNotNull]
    public MemoryMap[] InputObject { get; set; } = [];

    /// <summary>The ids of the maps to remove.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [MapId]
    [ArgumentCompleter(typeof(MapIdCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>Remove only the part that starts here: a page boundary.</summary>
    [Parameter]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Offset { get; set; }

    /// <summary>The length of the part: whole pages, or up to the end.</summary>
    [Parameter]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Length { get; set; }

    /// <summary>Write changed pages to the file first; if that fails the map stays.</summary>
    [Parameter]
    public SwitchParameter Sync { get; set; }

    private protected override void ProcessInput()
    {
        ForEach(Id, id => Try(NamedInput.MapWith(id), Remove));
        ForEach(InputObject, Remove);
    }

    private void Remove(MemoryMap map)
    {
        bool isPart = Offset is not null || Length is not null;
        if (!ShouldProcess(map.ToString(), isPart ? Actions.RemovePart(Offset ?? 0, Length) : Actions.Remove))
        {
            return;
        }

        if (Sync)
        {
            map.Sync(new MapRange(0, map.Length), default, isExplicit: false, progress: null, Stop);
        }

        if (isPart)
        {
            map.RemovePart(Offset ?? 0, Length);
        }
        else if (map.HasSealedPages)
        {
            throw MapErrors.SealedPages(map.Id);
        }
        else if (!map.CloseOnce())
        {
            throw MapErrors.Disposed(map.Id);
        }
    }
}
