using System.Globalization;
using System.Text;

namespace MmapModule.Search;

/// <summary>Writes an expression over bytes for .NET, which would take classes and the case of letters from Unicode.</summary>
internal static class RegexWriter
{
    private const string Word = "[0-9A-Z_a-z]";

    internal static string Write(RegexNode node)
    {
        StringBuilder text = new();
        Write(node, text);
        return text.ToString();
    }

    private static void Write(RegexNode node, StringBuilder text)
    {
        switch (node)
        {
            case RegexNode.Bytes bytes:
                WriteSet(bytes.Set, text);
                break;
            case RegexNode.Unit unit:
                text.Append(unit.Text);
                break;
            case RegexNode.Sequence sequence:
                foreach (RegexNode part in sequence.Parts)
                {
                    Write(part, text);
                }

                break;
            case RegexNode.Choice choice:
                string separator = "(?:";
                foreach (RegexNode way in choice.Ways)
                {
                    text.Append(separator);
                    separator = "|";
                    Write(way, text);
                }

                text.Append(')');
                break;
            case RegexNode.Loop loop:
                WriteBracketed("(?:", loop.Body, text);
                text.Append(CultureInfo.InvariantCulture, $"{{{loop.From},");
                if (loop.To != RegexNode.Unlimited)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{loop.To}");
                }

                text.Append(loop.IsLazy ? "}?" : "}");
                break;
            case RegexNode.Group group:
                WriteBracketed(group.Prefix, group.Body, text);
                break;
            case RegexNode.Atomic atomic:
                WriteBracketed("(?>", atomic.Body, text);
                break;
            case RegexNode.Look look:
                WriteBracketed((look.IsBehind ? "(?<" : "(?") + (look.IsNegated ? "!" : "="), look.Body, text);
                break;
            case RegexNode.Place place:
                text.Append(Place(place.Kind));
                break;
            case RegexNode.Again again:
                text.Append("(?:").Append(again.Text).Append(')');
                break;
            case RegexNode.Condition condition:
                WriteCondition(condition, text);
                break;
            default:
                break;
        }
    }

    private static void WriteCondition(RegexNode.Condition condition, StringBuilder text)
    {
        text.Append("(?");
        if (condition.Test is null)
        {
            text.Append('(').Append(condition.GroupName).Append(')');
        }
        else
        {
            Write(condition.Test, text);
        }

        WriteBracketed("(?:", condition.Yes, text);
        text.Append('|');
        WriteBracketed("(?:", condition.No, text);
        text.Append(')');
    }

    private static void WriteBracketed(string open, RegexNode content, StringBuilder text)
    {
        text.Append(open);
        Write(content, text);
        text.Append(')');
    }

    private static string Place(PlaceKind kind) => kind switch
    {
        PlaceKind.LineStart => "(?m:^)",
        PlaceKind.LineEnd => "(?m:$)",
        PlaceKind.Start => @"\A",
        PlaceKind.End => @"\z",
        PlaceKind.LastLineEnd => @"\Z",
        PlaceKind.WordBorder => "(?:(?<=" + Word + ")(?!" + Word + ")|(?<!" + Word + ")(?=" + Word + "))",
        _ => "(?:(?<=" + Word + ")(?=" + Word + ")|(?<!" + Word + ")(?!" + Word + "))",
    };

    private static void WriteSet(ByteSet set, StringBuilder text)
    {
        if (set.IsEmpty)
        {
            text.Append("(?!)");
            return;
        }

        text.Append('[');
        for (int first = 0; first <= byte.MaxValue; first++)
        {
            if (set.Contains(first))
            {
                int last = first;
                while (last < byte.MaxValue && set.Contains(last + 1))
                {
                    last++;
                }

                text.Append(CultureInfo.InvariantCulture, $"\\x{first:X2}");
                if (last > first)
                {
                    text.Append(CultureInfo.InvariantCulture, $"-\\x{last:X2}");
                }

                first = last;
            }
        }

        text.Append(']');
    }
}
