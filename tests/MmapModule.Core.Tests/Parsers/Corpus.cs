using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Texts for parsers: real ones, and what becomes of them when bytes are lost, doubled, swapped or taken from others.</summary>
internal static class Corpus
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(10);
    private static readonly string[] s_pieces = ["\0", "\n", "\r\n", " ", "-", ":", ";", "[", "]", "{", "}", "(", ")", "?", "*", "\\", "0", "9", "ff", "0x", "18446744073709551615", "18446744073709551616", "99999999999999999999999", "é", "\ud800", "//", "/*", "@", "kB"];

    /// <summary>Gives so many mutants of the seeds to a parser, each of which must be over soon; a failure names the text.</summary>
    internal static void Try(IReadOnlyList<string> seeds, Action<string> parse, int times = 4000)
    {
        Random random = new(Seed.Start);
        Stopwatch watch = new();
        for (int i = 0; i < times; i++)
        {
            string text = i < seeds.Count ? seeds[i] : Mutant(random, seeds);
            watch.Restart();
            try
            {
                parse(text);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Round {i} with the seed {Seed.Start}, '{Shown.Name(text)}': {error}", error);
            }

            Assert.True(watch.Elapsed < s_most, $"It took {watch.Elapsed} for '{Shown.Name(text)}'.");
        }
    }

    private static string Mutant(Random random, IReadOnlyList<string> seeds)
    {
        StringBuilder text = new(seeds[random.Next(seeds.Count)]);
        for (int i = random.Next(4); i >= 0; i--)
        {
            int at = random.Next(text.Length + 1);
            int length = Math.Min(random.Next(1, 9), text.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    text.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                case 1:
                    text.Remove(at, length);
                    break;
                case 2:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 3:
                    text.Insert(at, seeds[random.Next(seeds.Count)]);
                    break;
                case 4:
                    text.Length = at;
                    break;
                default:
                    if (at < text.Length)
                    {
                        text[at] = (char)random.Next(1, 0x250);
                    }

                    break;
            }
        }

        return text.ToString();
    }
}
