using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Errors;

namespace MmapModule.Commands;

/// <summary>Changes a value in one indivisible step.</summary>
[Cmdlet(VerbsData.Update, "MappedValue", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Update-MappedValue.md")]
[OutputType(typeof(MappedValueUpdate))]
public sealed class UpdateMappedValueCommand : MmapCommand
{
    private object _value = 0;
    private object? _expected;

    /// <summary>The map or region.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [ValidateNotNull]
    public MappedMemory InputObject { get; set; } = null!;

    /// <summary>What to do.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Flat]
    public AtomicOperation Operation { get; set; }

    /// <summary>The operand; its type is that of the value in memory unless -As is given.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [AllowNull]
    public object? Value { get; set; }

    /// <summary>What must be there for CompareExchange to write.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Expected { get; set; }

    /// <summary>Where the value is, in bytes from the start of the input.</summary>
    [Parameter]
    [ByteSize]
    public long Offset { get; set; }

    /// <summary>Count the offset back from the end of the input.</summary>
    [Parameter]
    public SwitchParameter FromEnd { get; set; }

    /// <summary>The type of the value in memory.</summary>
    [Parameter]
    [ValueType]
    public MappedValueType? As { get; set; }

    /// <summary>Converts the operands once, for all inputs.</summary>
    protected override void BeginProcessing()
    {
        try
        {
            _value = NumberArgument.Convert(Value, As);
            _expected = Expected is null ? null : NumberArgument.Convert(Expected, ValueCodec.ValueTypeOf(_value));
        }
        catch (Exception error) when (IsReportable(error))
        {
            ThrowTerminatingError(ErrorRecords.Create(error, Value));
        }
    }

    /// <summary>Updates the value in each input.</summary>
    protected override void ProcessRecord()
    {
        try
        {
            long offset = FromEnd ? InputObject.Resolve(Offset, 0, fromEnd: true).Offset - InputObject.Start : Offset;
            MemoryMap map = InputObject.Owner;
            if (ShouldProcess(
                FormattableString.Invariant($"{ValueCodec.ValueTypeOf(_value)} at offset {InputObject.Start + offset} of {map}"),
                FormattableString.Invariant($"{Operation} {_value}")))
            {
                WriteObject(InputObject.UpdateValue(offset, Operation, _value, _expected));
            }
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, InputObject);
        }
    }
}
