using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using MmapModule.Search;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>Other programs that search bytes find the same hits.</summary>
public sealed class RegexPeerTests
{
    private const int Rounds = 60;

    /// <summary>Instead of hits: the program has a limit for backtracking and reached it.</summary>
    private const string GivenUp = "given-up";

    private const string Python = """
        import re, sys, os
        for i in range(int(sys.argv[2])):
            base = os.path.join(sys.argv[1], str(i))
            with open(base + '.re', 'rb') as f: pattern = f.read()
            with open(base + '.bin', 'rb') as f: data = f.read()
            print(' '.join('%d+%d' % (m.start(), m.end() - m.start()) for m in re.finditer(pattern, data, re.M) if m.end() > m.start()))
        """;

    [Fact]
    public void Random_expressions_find_what_re_of_Python_finds()
    {
        Assert.SkipUnless(Has("python3", "--version"), "python3 is not installed");
        using TempFolder folder = new();
        List<Case> cases = MakeCases(folder, lines: true, starts: true);

        ProcessResult result = ProcessRunner.Python(Python, folder.Path, cases.Count.ToString(CultureInfo.InvariantCulture));

        Assert.True(result.Succeeded, result.Error);
        Compare(cases, result.Output.Split('\n'), static hit => FormattableString.Invariant($"{hit.Offset}+{hit.Length}"));
    }

    [Theory]
    [InlineData("grep", "grep -obUaP -f $i.re $i.bin")]
    [InlineData("rg", "rg -uuu --text --no-config -o -b -N --no-filename --no-unicode -f $i.re $i.bin")]
    public void Random_expressions_find_what_a_program_finds(string program, string command)
    {
        Assert.SkipUnless(Has(program, "--version"), program + " is not installed");
        using TempFolder folder = new();
        // After a hit rg takes what follows for the start of a line.
        List<Case> cases = MakeCases(folder, lines: false, starts: program != "rg");
        string script = FormattableString.Invariant($"cd '{folder.Path}' && export LC_ALL=C && for i in $(seq 0 {cases.Count - 1}); do out=$({command} 2>/dev/null); if [ $? -gt 1 ]; then echo {GivenUp}; else echo \"$out\" | cut -d: -f1 | tr '\\n' ' '; echo; fi; done");

        ProcessResult result = ProcessRunner.Run("bash", "-c", script);

        Compare(cases, result.Output.Split('\n'), static hit => hit.Offset.ToString(CultureInfo.InvariantCulture));
    }

    private static void Compare(List<Case> cases, string[] expected, Func<MappedMatch, string> show)
    {
        for (int i = 0; i < cases.Count; i++)
        {
            if (expected[i].Trim() == GivenUp)
            {
                continue;
            }

            using MapSample sample = new(SampleKind.PrivateAnonymous, cases[i].Content);
            string[] found = [.. sample.Map.FindAll(SearchPattern.FromRegex(cases[i].Expression)).Select(show)];

            Assert.True(expected[i].Trim() == string.Join(' ', found), FormattableString.Invariant(
                $"seed {cases[i].Seed}: '{cases[i].Expression}' expected {expected[i]}, found {string.Join(' ', found)}"));
        }
    }

    /// <summary>Expressions of the syntax that all have, and that cannot be empty: programs differ in what follows an empty match.</summary>
    /// <param name="folder">Where they and the bytes are written to.</param>
    /// <param name="lines">Whether there are line feeds: grep and rg look at each line alone.</param>
    /// <param name="starts">Whether an expression may ask for the start of a line.</param>
    private static List<Case> MakeCases(TempFolder folder, bool lines, bool starts)
    {
        List<Case> cases = [];
        for (int seed = Seed.Start; cases.Count < Rounds; seed++)
        {
            RandomRegex random = new(seed);
            string expression = random.Expression(withLooks: false);
            RegexNode? node = RegexShape.TrySimplify(RegexParser.Parse(expression, ignoreCase: false));
            if (node is null || node.IsNullable || (!lines && expression.Contains("\\n", StringComparison.Ordinal)) || (!starts && expression.Contains('^')))
            {
                continue;
            }

            // Half of an à, which is no space, and no letter.
            byte[] content = [.. random.Content().Select(value => value == 'd' ? (byte)0xA0 : value == '\n' && !lines ? (byte)'\xE9' : value)];
            string name = cases.Count.ToString(CultureInfo.InvariantCulture);
            folder.Write(name + ".re", Encoding.Latin1.GetBytes(expression));
            folder.Write(name + ".bin", content);
            cases.Add(new Case(seed, expression, content));
        }

        return cases;
    }

    private static bool Has(string program, string argument)
    {
        try
        {
            return ProcessRunner.Run(program, argument).Succeeded;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private sealed record Case(int Seed, string Expression, byte[] Content);
}
