using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;

namespace MmapModule.Commands;

/// <summary>Waits until bytes change, or until a value is what is wanted.</summary>
[Cmdlet(VerbsLifecycle.Wait, "MappedRegion", DefaultParameterSetName = ChangeSet, HelpUri = HelpLinks.Base + "Wait-MappedRegion.md")]
[OutputType(typeof(byte[]), typeof(bool), ParameterSetName = [ChangeSet])]
[OutputType(typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(char), typeof(Guid), typeof(bool), ParameterSetName = [ValueSet])]
public sealed class WaitMappedRegionCommand : InputCommand
{
    private const string ChangeSet = "Change";
    private const string ValueSet = "Value";
    private const long NanosecondsPerTick = 100;

    private object _value = 0;

    /// <summary>How many bytes to watch; the rest of the input by default.</summary>
    [Parameter(Position = 2, ParameterSetName = ChangeSet)]
    [ByteSize]
    [ArgumentCompleter(typeof(SizeCompleter))]
    public long? Length { get; set; }

    /// <summary>How the value must compare with -Value.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ValueSet)]
    [Flat]
    public WaitCondition Until { get; set; }

    /// <summary>What the value is compared with; its type is that of the value in memory unless -As is given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ValueSet)]
    [AllowNull]
    public object? Value { get; set; }

    /// <summary>The type of the value in memory.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValueType]
    public MappedValueType? As { get; set; }

    /// <summary>Most significant byte first.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public SwitchParameter BigEndian { get; set; }

    /// <summary>The longest wait: seconds, or a time span; forever by default.</summary>
    [Parameter]
    [Timeout]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Converts the value once, for all inputs.</summary>
    private protected override void Prepare() => Require(Value, value => _value = ParameterSetName == ValueSet ? NumberArgument.Convert(value, As) : 0);

    private protected override void HandleInput()
    {
        long timeout = Timeout < TimeSpan.Zero ? -1 : Timeout.Ticks * NanosecondsPerTick;
        object? result = ParameterSetName == ValueSet ? WaitForValue(timeout) : Input.AwaitChange(Input.Resolve(Offset, Length, FromEnd), timeout, Stop);
        WriteObject(result ?? false, enumerateCollection: false);
    }

    private object? WaitForValue(long timeout)
    {
        MappedValueType type = ValueCodec.ValueTypeOf(_value)!.Value;
        MapRange range = Input.Resolve(Offset, ValueCodec.SizeOf(type), FromEnd);
        return Input.AwaitValue(range, type, Until, _value, BigEndian, timeout, Stop);
    }
}
