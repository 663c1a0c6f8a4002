using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>
/// Takes objects that have a ProcessId, and processes themselves, for the id of the process. The property Id of other objects
/// means something else: that of a map or a job must not pick a process.
/// </summary>
internal sealed class ProcessIdAttribute : ArgumentTransformationAttribute
{
    private static readonly string s_process = typeof(Process).FullName!;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        switch (PlainValue.Of(inputData))
        {
            case null:
            case ICollection { Count: 0 } and not IDictionary:
                throw BindingErrors.NoIds();
            case string or System.ValueType or ICollection:
                return inputData!;
            default:
                return IdOf(inputData!) ?? inputData!;
        }
    }

    private static object? IdOf(object given) =>
        Properties.Value(given, "ProcessId")
        ?? (Properties.IsCopyOf(given, s_process, "Selected.") || Properties.IsCopyOf(given, s_process, "Deserialized.") || Properties.IsPlain(given)
            ? Properties.Value(given, "Id")
            : null);
}
