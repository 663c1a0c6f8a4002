using System;

namespace MmapModule;

/// <content>Parts that are there only sometimes.</content>
internal sealed partial class DefinitionParser
{
    /// <summary>Each 'else if' asks all the questions before it, too.</summary>
    private const int MostBranches = 256;

    private bool IsIf() => IsWord("if") && _lexer.Peek().Is('(');

    /// <summary>if (condition) and what is there only then: one part, or several in braces; perhaps with else, and another if after that.</summary>
    private void ParseIf(int depth)
    {
        StructExpression? around = null;
        for (int branches = 1; ; branches++)
        {
            DefinitionToken word = Take();
            if (branches > MostBranches)
            {
                throw Error(word, FormattableString.Invariant($"more than {MostBranches} conditions follow each other with 'else if'"));
            }

            StructExpression condition = ParseCondition();
            StructExpression? before = Require(condition);
            around = branches == 1 ? before : around;
            ParseBranch(depth);
            _ = _layout.SetCondition(before);
            if (!AcceptElse())
            {
                break;
            }

            _ = Require(new StructExpression.Unary('!', condition));
            if (!IsIf())
            {
                ParseBranch(depth);
                break;
            }
        }

        _ = _layout.SetCondition(around);
    }

    private StructExpression ParseCondition()
    {
        Take();
        StructExpression condition = ParseExpression(isInside: true);
        return Accept(')') ? condition : throw Error(_token, "expected ')', found " + Found());
    }

    /// <summary>What follows needs this condition, too. Returns the condition before.</summary>
    private StructExpression? Require(StructExpression condition)
    {
        StructExpression? before = _layout.SetCondition(null);
        _ = _layout.SetCondition(before is null ? condition : new StructExpression.Binary("&&", before, condition));
        return before;
    }

    private bool AcceptElse()
    {
        if (_token.Is(';') && _lexer.Peek() is { Kind: DefinitionTokenKind.Word } next && next.Text.Equals("else", StringComparison.OrdinalIgnoreCase))
        {
            Take();
        }

        if (!IsWord("else"))
        {
            return false;
        }

        Take();
        return true;
    }

    private void ParseBranch(int depth)
    {
        DefinitionToken brace = _token;
        if (Accept('{'))
        {
            ParseItems(depth + 1);
            Close(brace);
            return;
        }

        if (depth >= MappedStruct.DeepestNesting)
        {
            throw TooDeep(brace);
        }

        bool isBranch = _isBranch;
        _isBranch = true;
        ParseItem(depth + 1);
        _isBranch = isBranch;
    }
}
