using System;

namespace MmapModule;

/// <summary>The errors about definitions of structures and about the values of their fields.</summary>
internal static class StructErrors
{
    internal const string Syntax = "A definition is a list of fields like 'u32be magic; u16 version; char[8] name; { u16 x; u16 y }[4] points'.";

    internal const string Types = "The types are u8, u16, u24, u32, u64, i8, i16, i24, i32, i64, varint, svarint, f16, f32, f64 (each may end in le or be), guid, decimal, bool, bool32, char, cstring, ascii, latin1, utf16 "
        + "and the names of .NET and C such as Int32 and uint32_t; other structures are passed with " + Option.Using + ".";

    /// <summary>An error in a definition, with the place as editors count it.</summary>
    internal static MmapException At(string definition, int position, string what, string action)
    {
        ReadOnlySpan<char> before = definition.AsSpan(0, position);
        int line = before.Count('\n') + 1;
        int column = position - (before.LastIndexOf('\n') + 1) + 1;
        string place = definition.AsSpan().TrimEnd().Contains('\n')
            ? FormattableString.Invariant($"line {line}, column {column}")
            : FormattableString.Invariant($"column {column}");
        return MapErrors.Invalid("The definition is invalid at " + place + ": " + what + ".", action);
    }

    internal static MmapException Missing(string field) => MapErrors.Invalid(
        "The object has no property '" + field + "'.",
        "Give objects with all fields of the layout, or a hashtable that has only the fields to change: @{ " + field + " = 1 }.");

    internal static MmapException Unknown(string field, string known) => MapErrors.Invalid(
        "The layout has no field '" + field + "'.",
        "It has " + known + ".");

    internal static MmapException Null(string field) => MapErrors.Invalid(
        "The value of '" + field + "' is null.",
        "Give a value; a hashtable without this field keeps the field unchanged.");

    internal static MmapException NotAValue(object? value, string type, string field) => MapErrors.Invalid(
        "The value " + ValueConversion.Show(value) + " cannot be stored in '" + field + "', which is of the type " + type + "." + ValueConversion.Reason(value),
        "Give a value of this type. Nothing has been written.");

    internal static MmapException WrongConstant(string field, Int128 found, Int128 wanted) => MapErrors.Invalid(
        FormattableString.Invariant($"The value {found} cannot be stored in '{field}', which must be {wanted} there."),
        FormattableString.Invariant($"Give {wanted}, or use a layout that demands no value. Nothing has been written."));

    internal static MmapException NoConstant(string field) => MapErrors.Invalid(
        "The value that '" + field + "' must have cannot be calculated from the other fields: it divides by zero or becomes too large.",
        "Check the definition and the other fields. Nothing has been written.");

    internal static MmapException WrongMagic(string text, int offset) => MapErrors.Invalid(
        FormattableString.Invariant($"The bytes '{text}' at offset {offset} (0x{offset:X}) of the record would be overwritten by a field that lies over them."),
        "Give this field a value that has these bytes, or omit it. Nothing has been written.");

    internal static MmapException NoText(string field) => MapErrors.Invalid(
        "The text for '" + field + "' contains the character U+FFFD, which replaced bytes that were not text: writing it would replace them in the file.",
        "Give text without it, or omit the field to keep its bytes; a field of u8[n] accepts any bytes. Nothing has been written.");

    internal static MmapException Twice(string field) => MapErrors.Invalid(
        "There are two values for '" + field + "', under keys that differ only in case.",
        "Give one of them.");

    internal static MmapException TooDeep(string name) => MapErrors.Invalid(
        FormattableString.Invariant($"The structures in '{name}' are nested more than {MappedStruct.DeepestNesting} levels deep."),
        "Nest fewer structures.");

    internal static MmapException TooLarge(object value, string type, string field) => new(
        MmapErrorKind.ValueTooLarge,
        "The value " + ValueConversion.Show(value) + " does not fit into '" + field + "', which is of the type " + type + "." + Hint(value),
        "Give a value that fits. Nothing has been written.");

    internal static MmapException TextTooLong(string field, int needed, int size) => new(
        MmapErrorKind.ValueTooLarge,
        FormattableString.Invariant($"The text for '{field}' has {needed} bytes, more than the {size} of the field."),
        "Give a shorter text. Nothing has been written.");

    internal static MmapException WrongCount(string field, long found, int needed) => new(
        found > needed ? MmapErrorKind.ValueTooLarge : MmapErrorKind.InvalidArgument,
        FormattableString.Invariant($"There are {found}{(found > needed ? " or more" : string.Empty)} values for '{field}', which has {needed} elements."),
        FormattableString.Invariant($"Give exactly {needed} values. Nothing has been written."));

    internal static MmapException BadType(Type type, string why) => MapErrors.Invalid(
        "The type " + type.FullName + " has no layout that a file can have: " + why + ".",
        "Use a structure, or a class with [StructLayout(LayoutKind.Sequential)], of numbers, bool, char, Guid, enums, structures, strings with MarshalAs(ByValTStr) and arrays with MarshalAs(ByValArray).");

    internal static MmapException TooManyBytes() => new(
        MmapErrorKind.ArrayTooLarge,
        FormattableString.Invariant($"The records have more than the {Array.MaxLength} bytes that can be written at once."),
        $"Write fewer of them at a time, each part at its own {Option.Offset}.");

    internal static MmapException NoRecord(object record) => MapErrors.Invalid(
        "A value of the type " + record.GetType() + " is not a record.",
        "Give a dictionary with the fields, or an instance of the structure that the layout was created from.");

    internal static MmapException BadName(string name) => MapErrors.Invalid(
        "'" + name + "' cannot be the name of a structure.",
        "A name has letters, digits and _, and does not begin with a digit.");

    internal static MmapException NameOfType(string name) => MapErrors.Invalid(
        "'" + name + "' means something else in definitions, so a structure of this name would never be used.",
        "Choose another name, here and in the definition.");

    internal static MmapException SameName(string name) => MapErrors.Invalid(
        "There are two structures '" + name + "': names are not case-sensitive.",
        "Choose another name for one of them.");

    internal static MmapException InNamed(string name, MmapException error) => MapErrors.Invalid("In the structure '" + name + "': " + error.Message, error.Advice);

    internal static MmapException ContainsItself(string chain) => MapErrors.Invalid(
        "A structure cannot contain itself: " + chain + ".",
        "For a pointer or an index use a number.");

    private static string Hint(object value) =>
        value is < 0 ? " In PowerShell 0xFFFFFFFF is -1: write 0xFFFFFFFFL for the positive number." : string.Empty;
}
