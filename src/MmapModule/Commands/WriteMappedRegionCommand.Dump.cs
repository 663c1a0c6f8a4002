using System.Collections.Generic;
using System.Text;
using MmapModule.Binding;
using MmapModule.Errors;
using MmapModule.Patching;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <content>Dumps, which are written after all of their lines have been checked.</content>
public sealed partial class WriteMappedRegionCommand
{
    /// <summary>How many places of a dump a WhatIf text shows.</summary>
    private const int MostShownRuns = 32;

    private DumpValues? _dump;
    private IReadOnlyList<DumpRun>? _runs;

    private bool IsDumpFromPipeline => _dump is not null || (_text is null && (FromDump || DumpValues.IsLine(Value)));

    /// <summary>Takes the next lines of a dump from the pipeline.</summary>
    private void CollectDump(MappedMemory input)
    {
        _dump ??= NewDump();
        _dump.Add(Value, CheckSize, Stop);
    }

    private void WriteDump()
    {
        if (_runs is null)
        {
            _dump ??= NewDump();
            _dump.Add(Value, CheckSize, Stop);
            _runs = _dump.Complete();
        }

        WriteRuns();
    }

    private DumpValues NewDump()
    {
        foreach (string name in (string[])
            [nameof(Struct), nameof(As), nameof(BigEndian), nameof(Encoding), nameof(NullTerminate), nameof(Separator), nameof(NewLine), nameof(NoNewline), nameof(Pad), nameof(Expect), nameof(FromEnd)])
        {
            if (IsBound(name))
            {
                throw CombinationErrors.DumpAnd(name);
            }
        }

        return new DumpValues();
    }

    /// <summary>An endless dump is abandoned as soon as it has more bytes than the map.</summary>
    private void CheckSize(DumpValues dump) => CheckRoom(dump.Count, Input.Owner.Length);

    private void EndDump()
    {
        _runs = _dump!.Complete();
        WriteRuns();
    }

    private void WriteRuns()
    {
        // Offsets of a dump count from the start of the map, even if a region was dumped; a dump without offsets goes to the offset of the command.
        long shift = _dump!.IsPlain ? Offset : Offset - Input.Start;
        List<(Patch Patch, MapRange Range)> all = [];
        long total = 0;
        foreach (DumpRun run in _runs!)
        {
            all.Add((run.IsRepeated ? new RepeatedPatch(run.Bytes, run.Length) : new BytePatch(run.Bytes), Input.ResolveChange(checked(shift + run.Offset), run.Length)));
            total += run.Length;
        }

        string what = _isDescribed ? Describe(all, total) : Actions.Write;
        if (!ShouldProcess(what, what, "Write-MappedRegion"))
        {
            return;
        }

        foreach ((Patch patch, MapRange range) in all)
        {
            Stop.ThrowIfCancellationRequested();
            patch.Write(this, Input.Owner, range.Offset);
            _pipelineWritten += range.Length;
        }

        _pipelineWritten = 0;
        foreach ((_, MapRange range) in all)
        {
            Finish(range);
        }
    }

    private string Describe(List<(Patch Patch, MapRange Range)> all, long total)
    {
        StringBuilder text = new();
        foreach ((Patch patch, MapRange range) in all)
        {
            if (text.Length > 0)
            {
                text.AppendLine();
            }

            if (all.Count > MostShownRuns && ReferenceEquals(patch, all[MostShownRuns].Patch))
            {
                text.Append(Actions.MoreRuns(all.Count - MostShownRuns, total));
                break;
            }

            text.Append(patch.Describe(this, Input.Owner, range.Offset));
        }

        return text.Length == 0 ? Actions.Write : text.ToString();
    }
}
