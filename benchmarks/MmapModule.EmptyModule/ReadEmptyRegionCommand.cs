using System.Management.Automation;
using System.Text;

namespace MmapModule.Benchmarks;

/// <summary>The parameters of Read-MappedRegion, and nothing behind them.</summary>
[Cmdlet(VerbsCommunications.Read, "EmptyRegion", DefaultParameterSetName = "Bytes")]
[OutputType(typeof(byte[]))]
public sealed class ReadEmptyRegionCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [ValidateNotNull]
    public MappedMemory InputObject { get; set; } = null!;

    [Parameter(Position = 1)]
    public long Offset { get; set; }

    [Parameter(Position = 2)]
    public long? Length { get; set; }

    [Parameter]
    public SwitchParameter FromEnd { get; set; }

    [Parameter(ParameterSetName = "Bytes")]
    [ValidateRange(1, long.MaxValue)]
    public long? ChunkSize { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Value")]
    public MappedValueType As { get; set; }

    [Parameter(ParameterSetName = "Value")]
    [ValidateRange(0, long.MaxValue)]
    public long? Count { get; set; }

    [Parameter(ParameterSetName = "Value")]
    public SwitchParameter BigEndian { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Text")]
    public SwitchParameter AsString { get; set; }

    [Parameter(ParameterSetName = "Text")]
    [ValidateNotNull]
    public Encoding Encoding { get; set; } = TextCodec.Default;

    [Parameter(ParameterSetName = "Text")]
    public SwitchParameter NullTerminated { get; set; }

    protected override void ProcessRecord()
    {
    }
}
