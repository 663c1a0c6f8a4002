using System.Management.Automation;
using MmapModule.Formatting;

namespace MmapModule.Binding;

/// <summary>Makes the objects that Read-MappedRegion gives for records.</summary>
internal static class StructObjects
{
    /// <summary>An object with a property for each field, in their order.</summary>
    internal static object Build(MappedStruct layout, object[] values)
    {
        PSObject record = new();
        PSMemberInfoCollection<PSPropertyInfo> properties = record.Properties;
        for (int i = 0; i < values.Length; i++)
        {
            // The layout has no name twice, so PowerShell need not look for it.
            properties.Add(new PSNoteProperty(layout.PropertyNames[i], values[i]), preValidated: true);
        }

        RecordText.Mark(record, values);
        return record;
    }
}
