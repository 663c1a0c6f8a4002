using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Changes a value in one indivisible step.</summary>
[Cmdlet(VerbsData.Update, "MappedValue", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Update-MappedValue.md")]
[OutputType(typeof(MappedValueUpdate))]
public sealed class UpdateMappedValueCommand : PlaceCommand
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

    /// <summary>The type of the value in memory.</summary>
    [Parameter]
    [ValueType]
    public MappedValueType? As { get; set; }

    private protected override object Subject => InputObject;

    /// <summary>Converts the operands once, for all inputs.</summary>
    private protected override void Begin() => Require(Value, value =>
    {
        _value = NumberArgument.Convert(value, As);
        _expected = Expected is null ? null : NumberArgument.Convert(Expected, ValueCodec.ValueTypeOf(_value));
    });

    private protected override void ProcessInput()
    {
        long offset = FromEnd ? InputObject.Resolve(Offset, 0, fromEnd: true).Offset - InputObject.Start : Offset;
        string target = Actions.Value(ValueCodec.ValueTypeOf(_value)!.Value, InputObject.Start + offset, InputObject.Owner);
        if (ShouldProcess(target, Actions.Update(Operation, _value)))
        {
            WriteObject(InputObject.UpdateValue(offset, Operation, _value, _expected));
        }
    }
}
