using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Extents;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Tells which parts of files are data and holes, and where they are on the disk.</summary>
[Cmdlet(VerbsCommon.Get, "FileExtent", DefaultParameterSetName = PathSet, HelpUri = HelpLinks.Base + "Get-FileExtent.md")]
[OutputType(typeof(FileExtent))]
public sealed class GetFileExtentCommand : PathRangeCommand
{
    /// <summary>Write changes to the disk first.</summary>
    [Parameter]
    public SwitchParameter Sync { get; set; }

    private bool IsRange => FromEnd || MyInvocation.BoundParameters.ContainsKey(nameof(Offset)) || MyInvocation.BoundParameters.ContainsKey(nameof(Length));

    private protected override void ProcessInput()
    {
        bool isPattern = ParameterSetName == PathSet && System.Array.Exists(Path, WildcardPattern.ContainsWildcardCharacters);
        ForEachFile(file => Try(file, path =>
        {
            try
            {
                Write(path);
            }
            catch (MmapException error) when (error.Kind == MmapErrorKind.NotMappable && isPattern)
            {
                WriteVerbose(Notices.Skipped(error.Message));
            }
        }));
    }

    private void Write(string path)
    {
        using ExtentFile file = ExtentFile.Open(path);
        MapRange? range = IsRange ? MapRange.Resolve(Offset, Length, FromEnd, file.Length, file.Length) : null;
        foreach (FileExtent extent in file.Extents(range, Sync, Stop))
        {
            WriteObject(extent);
        }
    }
}
