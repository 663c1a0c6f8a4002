using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Resolving ranges, against a model with larger numbers.</summary>
public sealed class MapRangeResolveLawTests
{
    private const int Times = 5000;

    [Fact]
    public void Resolve_agrees_with_unbounded_arithmetic()
    {
        Law.Holds(Questions(), AgreesWithReference, Times);
    }

    [Fact]
    public void Check_refuses_exactly_what_does_not_fit()
    {
        Gen<(long, long, long)> values = Law.Numbers().Zip(Law.Numbers()).Zip(Law.Sizes())
            .Select(static pair => (pair.Item1.Item1, pair.Item1.Item2, pair.Item2));
        Law.Holds(values, static value =>
        {
            (long offset, long count, long limit) = value;
            bool fits = offset >= 0 && count >= 0 && (BigInteger)offset + count <= limit;
            MmapException? error = Record.Exception(() => MapRange.Check(offset, count, limit)) as MmapException;
            Assert.Equal(fits, error is null);
        }, Times);
    }

    private static Gen<Question> Questions() =>
        Gen.Elements(true, false).Two().Zip(Law.Numbers().Two()).Zip(Law.Sizes().Two()).Select(static value =>
        {
            ((bool hasLength, bool fromEnd), (long offset, long length)) = value.Item1;
            (long first, long second) = value.Item2;
            return new Question(
                offset, hasLength ? length : null, fromEnd, long.Min(first, second), long.Max(first, second));
        });

    private static void AgreesWithReference(Question question)
    {
        (MmapErrorKind? kind, BigInteger start, BigInteger count) = Reference(question);
        MapRange range = default;
        MmapException? error = Record.Exception(() => range = MapRange.Resolve(
            question.Offset, question.Length, question.FromEnd, question.Available, question.Limit)) as MmapException;

        Assert.Equal(kind, error?.Kind);
        if (kind is null)
        {
            Assert.Equal(start, range.Offset);
            Assert.Equal(count, range.Length);
            Assert.InRange(range.Offset, 0, question.Limit);
            Assert.InRange(range.End, range.Offset, question.Limit);
        }
    }

    private static (MmapErrorKind? Kind, BigInteger Start, BigInteger Count) Reference(Question question)
    {
        BigInteger start = question.FromEnd ? (BigInteger)question.Available - question.Offset : question.Offset;
        BigInteger count = question.Length ?? question.Available - start;
        MmapErrorKind? kind = null;
        if (question.Offset < 0 || question.Length < 0)
        {
            kind = MmapErrorKind.NegativeOffset;
        }
        else if (!question.FromEnd && question.Length is not null && start + count > long.MaxValue)
        {
            kind = MmapErrorKind.RangeOverflow;
        }
        else if (start < 0 || count < 0 || start + count > question.Limit)
        {
            kind = MmapErrorKind.RegionOutOfRange;
        }

        return (kind, start, count);
    }

    private sealed record Question(long Offset, long? Length, bool FromEnd, long Available, long Limit);
}
