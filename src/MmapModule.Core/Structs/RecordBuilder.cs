namespace MmapModule;

/// <summary>Makes the object that users get of the values of one record.</summary>
/// <param name="layout">The layout.</param>
/// <param name="values">The values, in the order of its fields.</param>
internal delegate object RecordBuilder(MappedStruct layout, object[] values);
