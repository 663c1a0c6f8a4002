using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;
using MmapModule.Mapping;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Changes the length of maps, and of their files.</summary>
[Cmdlet(VerbsCommon.Resize, "MemoryMap", DefaultParameterSetName = SizeSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Resize-MemoryMap.md")]
[OutputType(typeof(MemoryMap))]
public sealed class ResizeMemoryMapCommand : MapsCommand
{
    private const string SizeSet = "Size";
    private const string ToFileSet = "ToFile";

    /// <summary>The new length of the map in bytes.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = SizeSet)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Size { get; set; }

    /// <summary>Let the map reach to the end of its file as it is now.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToFileSet)]
    public SwitchParameter ToFile { get; set; }

    /// <summary>Make the file as long as the map, longer or shorter.</summary>
    [Parameter(ParameterSetName = SizeSet)]
    public SwitchParameter ResizeFile { get; set; }

    /// <summary>Grow the file without allocating the space.</summary>
    [Parameter(ParameterSetName = SizeSet)]
    public SwitchParameter Sparse { get; set; }

    /// <summary>Fail rather than move the map to another address.</summary>
    [Parameter]
    public SwitchParameter NoMove { get; set; }

    /// <summary>Do not ask before a file is made shorter.</summary>
    [Parameter(ParameterSetName = SizeSet)]
    public SwitchParameter Force { get; set; }

    private protected override void Process(MemoryMap map)
    {
        if (Sparse && !ResizeFile)
        {
            throw CombinationErrors.SparseWithoutResizeFile();
        }

        long length = Size ?? map.LengthToFileEnd();
        Resizer.CheckNewLength(length, map.FileOffset);
        if (!ShouldProcess(map.ToString(), Actions.Resize(length)))
        {
            return;
        }

        long lost = ResizeFile ? (map.FileLength ?? 0) - (map.FileOffset + length) : 0;
        if (lost > 0 && !Force && !IsConfirmOff() && !ShouldContinue(Actions.ConfirmLoss(lost, map.Path), "Resize-MemoryMap"))
        {
            return;
        }

        map.Resize(length, new ResizeOptions { ResizeFile = ResizeFile, Sparse = Sparse, NoMove = NoMove }, Stop);
        WriteObject(map);
    }

    /// <summary>Whoever writes -Confirm:$false does not want to be asked.</summary>
    private bool IsConfirmOff() =>
        MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm) && !LanguagePrimitives.IsTrue(confirm);
}
