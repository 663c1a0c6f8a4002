using MmapModule.Binding;
using MmapModule.Errors;
using MmapModule.Native;
using MmapModule.Patching;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <content>The output of programs.</content>
public sealed partial class WriteMappedRegionCommand
{
    private NativeOutput? _output;

    /// <summary>Programs run once, even if their output goes to several maps, and not at all for -WhatIf.</summary>
    private void WriteOutput()
    {
        if (_patch is null)
        {
            long start = Input.ResolveChange(Offset, 0, FromEnd).Offset;
            if (_output is not null)
            {
                throw NativeErrors.NotAgain(_output.Name);
            }

            if (IsWhatIf())
            {
                string what = Shown.Name(Actions.WriteOutput(FromCommand.ToString().Trim(), start, Input.Owner));
                _ = ShouldProcess(what, what, "Write-MappedRegion");
                return;
            }

            _patch = RunCommand();
        }

        Write(_patch);
    }

    /// <summary>The whole output: it is no use for any map if it is incomplete.</summary>
    private MapPatch RunCommand()
    {
        MemoryMap? bytes = null;
        long room = Input.Owner.Length;
        Require(FromCommand, block =>
        {
            _output = new NativeOutput(this, block, room, Stop);
            bytes = _output.Read(room);
        });
        CheckRoom(bytes!.Length, room);
        return new MapPatch(bytes);
    }
}
