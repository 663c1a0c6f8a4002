using System;
using System.Globalization;
using System.Text;

namespace MmapModule;

/// <content>The same line with colors.</content>
internal sealed partial class HexLayout
{
    /// <summary>The line with a color for each class of bytes, and the marked ranges highlighted.</summary>
    internal string FormatInColor(HexLine line, HexStyle style, MapRange[] marks)
    {
        if (!HasPosition)
        {
            return Format(line.Position, line.Bytes);
        }

        StringBuilder text = new(256);
        text.Append(line.Position.ToString(_positionFormat, CultureInfo.InvariantCulture)).Append(": ");
        Pen pen = new(text, style);
        byte[] bytes = line.Bytes;
        int visible = 0;
        for (int group = 0; group < bytes.Length; group += Group)
        {
            int count = Math.Min(Group, bytes.Length - group);
            int missing = MissingIn(group, bytes.Length);
            for (int i = 0; i < count; i++)
            {
                int index = IndexOf(group, i, count);
                string wanted = StyleOf(index);
                int gap = i > 0 ? 0 : (group > 0 ? 1 : 0) + (_cells.Width * missing);
                visible += _cells.Width + gap;
                pen.Write(wanted, gap, _cells[bytes[index]]);
            }
        }

        for (int i = 0; HasText && i < bytes.Length; i++)
        {
            int gap = i > 0 ? 0 : HexWidth + TextGap - visible;
            if (gap > 0)
            {
                pen.Lift();
            }

            pen.Write(StyleOf(i), gap, [TextOf(bytes[i])]);
        }

        pen.Lift();
        return text.ToString();

        string StyleOf(int index)
        {
            foreach (MapRange mark in marks)
            {
                if (line.Offset + index >= mark.Offset && line.Offset + index < mark.End)
                {
                    return style.Highlight;
                }
            }

            return style.StyleOf(bytes[index]);
        }
    }

    /// <summary>Writes characters and changes the color only where it has to.</summary>
    private struct Pen(StringBuilder text, HexStyle style)
    {
        private string _current = string.Empty;

        internal void Write(string wanted, int gap, ReadOnlySpan<char> characters)
        {
            // A gap inside of a highlight is highlighted too; any other gap has no color.
            if (!ReferenceEquals(wanted, _current))
            {
                Lift();
                text.Append(' ', gap).Append(wanted);
                _current = wanted;
            }
            else
            {
                text.Append(' ', gap);
            }

            text.Append(characters);
        }

        internal void Lift()
        {
            if (_current.Length > 0)
            {
                text.Append(style.Reset);
                _current = string.Empty;
            }
        }
    }
}
