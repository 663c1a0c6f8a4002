using System;

namespace MmapModule.Tests;

/// <summary>Bytes to compare: the same seed gives the same bytes.</summary>
internal static class Data
{
    internal static int PageSize => Environment.SystemPageSize;

    internal static byte[] Random(int count, int seed = 1)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    internal static byte[] Filled(int count, byte value)
    {
        byte[] bytes = new byte[count];
        Array.Fill(bytes, value);
        return bytes;
    }
}
