namespace MmapModule;

/// <summary>Which messages to receive: the types of msgrcv(2). The default takes any.</summary>
/// <param name="Type">0 for any; a type; or a negative number for the lowest type up to its absolute value.</param>
/// <param name="IsExcept">Any type but this one.</param>
internal readonly record struct MessageChoice(long Type, bool IsExcept = false);
