using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using MmapModule.Binding;
using MmapModule.Errors;

namespace MmapModule.Native;

/// <summary>A script block that is nothing but programs, so that PowerShell can keep every byte of their output.</summary>
/// <remarks>It keeps them between two programs, and from a program to a file, but decodes them as text for all else.</remarks>
internal sealed class NativePipeline
{
    private static readonly PropertyInfo? s_background = typeof(PipelineAst).GetProperty("Background");

    private readonly PSCmdlet _command;
    private readonly ScriptBlock _block;
    private readonly PipelineAst _pipeline;

    private NativePipeline(PSCmdlet command, ScriptBlock block, PipelineAst pipeline)
    {
        _command = command;
        _block = block;
        _pipeline = pipeline;
    }

    /// <summary>The last of the programs, as it is written.</summary>
    internal string Name => Last.CommandElements[0].Extent.Text;

    private CommandAst Last => (CommandAst)_pipeline.PipelineElements[^1];

    /// <exception cref="MmapException">InvalidArgument: there is something else in it.</exception>
    internal static NativePipeline Parse(PSCmdlet command, ScriptBlock block)
    {
        ScriptBlockAst? script = block.Ast as ScriptBlockAst ?? (block.Ast as FunctionDefinitionAst)?.Body;
        bool isPlain = script is { ParamBlock: null, ScriptRequirements: null, UsingStatements.Count: 0 }
            && script.EndBlock is { Unnamed: true, Traps: null or { Count: 0 }, Statements.Count: 1 };
        if (!isPlain || script!.EndBlock.Statements[0] is not PipelineAst pipeline || IsBackground(pipeline)
            || !pipeline.PipelineElements.All(static part => part is CommandAst { DefiningKeyword: null }))
        {
            throw NativeErrors.NotOnePipeline();
        }

        NativePipeline made = new(command, block, pipeline);
        foreach (CommandAst part in pipeline.PipelineElements.Cast<CommandAst>())
        {
            made.CheckProgram(part);
            if (part.Redirections.FirstOrDefault(static redirection => redirection is not FileRedirectionAst { FromStream: RedirectionStream.Error }) is { } redirection)
            {
                throw NativeErrors.Redirected(redirection.Extent.Text);
            }
        }

        return made;
    }

    /// <summary>The same programs, the last of which writes to a file.</summary>
    internal ScriptBlock WritingTo(string path)
    {
        // After the name, since --% takes all that follows for arguments.
        int after = Last.CommandElements[0].Extent.EndOffset - _pipeline.Extent.StartOffset;
        return Bound(_pipeline.Extent.Text.Insert(after, " > '" + CodeGeneration.EscapeSingleQuotedStringContent(path) + "'"));
    }

    /// <summary>Whether an ampersand makes it a job. The assembly that modules are compiled against is older than that.</summary>
    private static bool IsBackground(PipelineAst pipeline) => s_background?.GetValue(pipeline) is true;

    /// <summary>A script that sees the variables that the block of the user sees.</summary>
    private ScriptBlock Bound(string text)
    {
        ScriptBlock script = ScriptBlock.Create(text);
        return _block.Module is { } module ? module.NewBoundScriptBlock(script) : script;
    }

    private void CheckProgram(CommandAst part)
    {
        CommandElementAst first = part.CommandElements[0];
        CommandInfo? known = part.GetCommandName() is { } name ? Find(name)
            : first is VariableExpressionAst ? OfVariable(first.Extent.Text)
            : throw NativeErrors.NoName(first.Extent.Text);
        for (int i = 0; known is AliasInfo alias && i < 100; i++)
        {
            known = alias.ReferencedCommand;
        }

        if (known is not ApplicationInfo)
        {
            throw NativeErrors.NotAProgram(first.Extent.Text, known?.CommandType);
        }
    }

    private CommandInfo? Find(string name) => _command.InvokeCommand.GetCommand(name, CommandTypes.All);

    /// <summary>The program in a variable: to read one has no effect, whatever else may be before the arguments.</summary>
    private CommandInfo? OfVariable(string text)
    {
        using NestedScript script = new();
        List<PSObject> values = script.Run(Bound(text));
        object? value = values.Count == 1 ? PlainValue.Of(values[0]) : null;
        return value as CommandInfo ?? (value?.ToString() is { Length: > 0 } name ? Find(name) : null);
    }
}
