using System.Text;
using System.Xml;

namespace MmapModule.Pictures;

/// <summary>Text for XML, whatever characters a name has.</summary>
internal static class XmlText
{
    /// <summary>Escapes what has a meaning in XML, and replaces what must not be in it.</summary>
    internal static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char one = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(one, text[i + 1]))
            {
                escaped.Append(one).Append(text[++i]);
                continue;
            }

            _ = one switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(XmlConvert.IsXmlChar(one) ? one : '\uFFFD'),
            };
        }

        return escaped.ToString();
    }
}
