using System;
using System.Text;
using MmapModule.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>An encoding that somebody else has written can throw anything, and count wrong.</summary>
public sealed class ForeignEncodingTests : IDisposable
{
    private readonly MemoryMap _map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 64, Protection = MapProtection.ReadWrite });

    public static TheoryData<string> Kinds => ["throws", "negative"];

    public void Dispose() => _map.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_failure_is_an_error_with_advice(string kind)
    {
        BadEncoding bad = new(kind);

        Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.WriteString(0, "text", bad));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.ReadString(0, 4, bad));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => TerminatedText.Length(_map, new MapRange(0, 64), bad, default));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => SearchPattern.FromText("text", bad));
        Assert.Equal(new byte[64], _map.Read());
    }

    private sealed class BadEncoding(string kind) : Encoding
    {
        public override int GetByteCount(char[] chars, int index, int count) => Count();

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => Count();

        public override int GetCharCount(byte[] bytes, int index, int count) => Count();

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => Count();

        public override int GetMaxByteCount(int charCount) => Count();

        public override int GetMaxCharCount(int byteCount) => Count();

        private int Count() => kind == "throws" ? throw new InvalidOperationException("no.") : -5;
    }
}
