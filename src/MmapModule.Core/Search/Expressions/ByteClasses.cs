using System.Collections.Generic;

namespace MmapModule.Search;

/// <summary>Bytes that no set of an expression tells apart are one class.</summary>
internal sealed class ByteClasses
{
    private readonly byte[] _classes = new byte[256];
    private readonly List<byte> _examples = [];

    internal ByteClasses(IReadOnlyCollection<ByteSet> sets)
    {
        Dictionary<string, byte> known = [];
        char[] signature = new char[sets.Count];
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            int i = 0;
            foreach (ByteSet set in sets)
            {
                signature[i++] = set.Contains(value) ? '1' : '0';
            }

            string key = new(signature);
            if (!known.TryGetValue(key, out byte index))
            {
                index = (byte)known.Count;
                known.Add(key, index);
                _examples.Add((byte)value);
            }

            _classes[value] = index;
        }
    }

    internal int Count => _examples.Count;

    internal int this[int value] => _classes[value];

    /// <summary>A byte of a class.</summary>
    internal byte Example(int index) => _examples[index];
}
