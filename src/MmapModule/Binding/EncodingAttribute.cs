using System;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Turns what Get-Content accepts for -Encoding - names, code pages, objects - into an <see cref="Encoding"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EncodingAttribute : ArgumentTransformationAttribute
{
    /// <summary>The names that are offered by tab completion.</summary>
    internal static readonly string[] Names =
        ["ansi", "ascii", "bigendianunicode", "bigendianutf32", "latin1", "oem", "unicode", "utf8", "utf8BOM", "utf8NoBOM", "utf32"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PlainValue.Of(inputData);
        try
        {
            return value switch
            {
                string name => ByName(name),
                int codePage => ByCodePage(codePage),
                _ => inputData,
            };
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw BindingErrors.NoEncoding(value, error);
        }
    }

    private static Encoding ByName(string name) => name.ToUpperInvariant() switch
    {
        "UTF8" or "UTF8NOBOM" => TextCodec.Default,
        "UTF8BOM" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        "ASCII" => Encoding.ASCII,
        "LATIN1" => Encoding.Latin1,
        "UNICODE" or "UTF16" or "UTF16LE" => Encoding.Unicode,
        "BIGENDIANUNICODE" or "UTF16BE" => Encoding.BigEndianUnicode,
        "UTF32" => Encoding.UTF32,
        "BIGENDIANUTF32" => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        "ANSI" => ByCodePage(CultureInfo.CurrentCulture.TextInfo.ANSICodePage),
        "OEM" => ByCodePage(CultureInfo.CurrentCulture.TextInfo.OEMCodePage),
        _ when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int codePage) => ByCodePage(codePage),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name),
    };

    private static Encoding ByCodePage(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
}
