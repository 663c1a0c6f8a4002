using System;
using System.Management.Automation;

namespace MmapModule.Errors;

/// <summary>The errors that PowerShell reports when an argument cannot be bound. PowerShell puts the name of the parameter before it.</summary>
internal static class BindingErrors
{
    internal static ArgumentTransformationMetadataException NoNumberOfBytes() => new("The number of bytes is null. Omit the parameter if there is none.");

    internal static ArgumentTransformationMetadataException NoSize(object? value) => new(
        "The value " + ValueConversion.Show(value) + " is not a whole number of bytes. Use a number such as 512, 0x200, 4KB, 64KiB, 1.5MiB or 2GiB.");

    internal static ArgumentTransformationMetadataException NoBytes(MmapException error) => new(error.Message + " Give bytes: numbers from 0 to 255.", error);

    internal static ArgumentTransformationMetadataException NoByte(object? value) => new(
        ValueConversion.Show(value) + " is not one byte. Give a number from 0 to 255 without quotes, or a character of ASCII: ' ', or [char] '0' for a digit.");

    internal static ArgumentTransformationMetadataException NoEncoding(object? value, Exception error) => new(
        "'" + value + "' is not an encoding. Use a name such as utf8, unicode, ascii or iso-8859-1, or a code page number.", error);

    internal static ArgumentTransformationMetadataException NoTimeout(object? value) => new(
        "'" + value + "' is not a timeout. Give a number of seconds such as 5 or 0.25, a time span such as '00:01:30', or -1 to wait forever.");

    internal static ArgumentTransformationMetadataException NoPermission(object? value) => new(
        "'" + value + "' is not a permission. Give octal digits such as 0600 or 0660, or names such as 'UserRead, UserWrite'.");

    internal static ArgumentTransformationMetadataException NoRange(object given) => new(
        "'" + given + "' is not a range of a file: it needs the numbers Offset and Length, as Get-FileCache -Detailed wrote them.");

    internal static ArgumentTransformationMetadataException NoKey(object? value) => new(
        "'" + value + "' is not a key. Give a whole number up to 0xFFFFFFFF, as ipcs shows it; 0 makes a new set without a key.");

    internal static ArgumentTransformationMetadataException NoIds() => new("No ids are given. Omit -Id to get the current process.");

    internal static ArgumentTransformationMetadataException NoPath(MemoryMap map) => new(map + " has no path.");

    internal static ArgumentTransformationMetadataException NoMapId(string text) => new(MapConversionErrors.Text(text));

    internal static ArgumentTransformationMetadataException SeveralTexts() => new("This is a list, but one text is expected. Call the cmdlet once for each of them.");

    internal static ArgumentTransformationMetadataException NoText() => new("This is a list inside a list, or an object that is one, but a text is expected.");

    /// <summary>Where the text comes first, people who are used to the other cmdlets write the map first.</summary>
    internal static ArgumentTransformationMetadataException InputIsNoText(object input) => new(
        "This is " + (input is MappedMemory ? "a map or region" : "a file") + ", not what to look for. Write the text first: Search-MappedRegion TEXT $input; or name it: Search-MappedRegion $input -Text TEXT.");

    internal static ArgumentTransformationMetadataException NumberIsNoHex(string number) => new(
        "The number " + number + " is not hex text. Write its bytes in quotes: '" + number + "' if these are its hex digits.");

    /// <summary>With a failed conversion inside, the binder goes on to the parameter that takes regions.</summary>
    internal static ArgumentTransformationMetadataException RegionIsNoPath()
    {
        const string message = "A region is a part of a file, not a path. Pipe it, or give it to -Region: then only that part counts.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }

    /// <summary>As above.</summary>
    internal static ArgumentTransformationMetadataException MappingIsNoPath()
    {
        const string message = "A mapping of a process is a part of its memory, not a path. Give its property Path for the file, or pipe it to New-MemoryMap -Snapshot to copy the memory.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }

    /// <summary>What the engine says of the argument.</summary>
    internal static ArgumentTransformationMetadataException Wrong(MmapException error) => new(error.Message + " " + Option.AsParameters(error.Advice), error);
}
