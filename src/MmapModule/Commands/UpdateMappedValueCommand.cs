using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Changes a value atomically.</summary>
[Cmdlet(VerbsData.Update, "MappedValue", SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Update-MappedValue.md")]
[OutputType(typeof(MappedValueUpdate))]
public sealed class UpdateMappedValueCommand : PlaceCommand
{
    private object _value = 0;
    private object? _expected;

    /// <summary>The map or region; the path of a file or the id of a map stands for it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [MapInput]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapInputCompleter))]
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

    private protected override MappedMemory? Given => InputObject;

    private protected override bool IsWriting => true;

    /// <summary>Converts the operands once, for all inputs.</summary>
    private protected override void Prepare() => Require(Value, value =>
    {
        _value = NumberArgument.Convert(value, As);
        _expected = Expected is null ? null : NumberArgument.Convert(Expected, ValueCodec.ValueTypeOf(_value));
    });

    private protected override void HandleInput()
    {
        long offset = FromEnd ? Input.Resolve(Offset, 0, fromEnd: true).Offset - Input.Start : Offset;
        string target = Actions.Value(ValueCodec.ValueTypeOf(_value)!.Value, Input.Start + offset, Input.Owner);
        if (ShouldProcess(target, Actions.Update(Operation, _value)))
        {
            WriteObject(Input.UpdateValue(offset, Operation, _value, _expected));
        }
    }
}
