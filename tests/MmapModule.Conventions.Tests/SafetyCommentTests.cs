using System.Linq;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>Each method that handles addresses says why they are alive and in bounds.</summary>
public sealed class SafetyCommentTests
{
    [Fact]
    public void Every_unsafe_method_argues_why_it_is_sound() =>
        Complaints.None(
            from file in Repository.Files("src", ".cs")
            from name in UnsafeCode.Unargued(Repository.Read(file))
            select file + ": " + name + " has no // SAFETY: comment");

    [Fact]
    public void A_method_without_an_argument_is_seen()
    {
        const string Code = """
            internal unsafe class C
            {
                private int _field;

                // SAFETY: the caller pins it.
                internal void Argued(byte* p) => *p = 1;

                internal int Harmless(int a) => a * 2;

                internal void Pinned(byte[] a)
                {
                    fixed (byte* p = a)
                    {
                    }
                }

                internal void ArguedInside(nint a)
                {
                    // SAFETY: in bounds.
                    byte* p = (byte*)a;
                }

                /// <summary>Not about a byte* at all.</summary>
                private static void Quiet(string text) => Use(ref text, "byte* p");

                private static bool Address(int a) => Call(1, &a);

                // SAFETY: this one belongs to the next.
                private unsafe void Next() => Call();
            }
            """;
        Assert.Equal(["Pinned", "Address"], UnsafeCode.Unargued(Code));
    }
}
