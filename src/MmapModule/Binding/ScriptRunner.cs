using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Runs a script block of the user as if it stood in the place of the cmdlet: in the caller's scope, its output streamed.</summary>
internal static class ScriptRunner
{
    /// <summary>No script uses this name, so that nothing of the caller is hidden.</summary>
    private static readonly ScriptBlock s_caller = ScriptBlock.Create("param($MmapModuleScriptBlock) . $MmapModuleScriptBlock");

    /// <summary>Runs it to its end.</summary>
    /// <param name="command">Where its output goes.</param>
    /// <param name="script">What to run.</param>
    internal static void Run(Cmdlet command, ScriptBlock script)
    {
        using SteppablePipeline pipeline = s_caller.GetSteppablePipeline(CommandOrigin.Internal, [script]);
        pipeline.Begin(command);
        pipeline.Process();
        pipeline.End();
    }
}
