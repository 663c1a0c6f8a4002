using System;
using System.Buffers;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Errors;
using MmapModule.Patching;

namespace MmapModule.Commands;

/// <content>Values from the pipeline.</content>
public sealed partial class WriteMappedRegionCommand
{
    /// <summary>Values from the pipeline are collected into pieces of about this size.</summary>
    private const int PipelinePiece = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _collected = new();
    private PipelineText? _text;
    private long _room = -1;
    private long _pipelineWritten;
    private bool _isPipelineOpen;
    private bool _isOpen;
    private bool _isDeclined;
    private Action<MappedMemory>? _collect;

    /// <summary>Writes to each map, or collects the values of the pipeline.</summary>
    private protected override void ProcessInput()
    {
        if (ParameterSetName != PipelineSet)
        {
            base.ProcessInput();
            return;
        }

        // What follows a failed value would land in the wrong place, so the whole pipeline ends.
        if (!_isOpen)
        {
            Require(NameOf(InputObject), _ => OpenInput());
            _isOpen = true;
        }

        Require(Input, _collect ??= IsDumpFromPipeline ? CollectDump : Struct is null ? Collect : CollectRecord);
    }

    /// <summary>Writes the rest of the values of the pipeline.</summary>
    private protected override void End()
    {
        if (_collected.WrittenCount > 0 || _isPipelineOpen)
        {
            Require(Input, _ => Flush(isLast: true));
        }

        if (_dump is not null && ParameterSetName == PipelineSet)
        {
            Require(Input, _ => EndDump());
        }

        if (_records is not null && ParameterSetName == PipelineSet)
        {
            Try(Input, _ => Write(_records));
        }
    }

    private protected override ErrorRecord Record(Exception error, object? target)
    {
        ErrorRecord record = base.Record(error, target);
        if (_pipelineWritten > 0)
        {
            record.ErrorDetails.RecommendedAction += ValueArgumentErrors.WrittenBefore(_pipelineWritten);
        }

        return record;
    }

    /// <summary>Records from the pipeline are written at the end, after all of them have been checked.</summary>
    private void CollectRecord(MappedMemory input)
    {
        _records ??= new StructEncoder(Struct!);
        _records.AppendAll(Value, Room, Stop);
        CheckRoom(_records.Length, Room);
    }

    /// <summary>How many bytes there are from the offset to the end of the map when the pipeline begins.</summary>
    private long Room => _room >= 0 ? _room : _room = Input.Owner.Length - Input.Resolve(Offset, 0, FromEnd).Offset;

    private void Collect(MappedMemory input)
    {
        if (_isDeclined)
        {
            return;
        }

        long room = Room - _pipelineWritten;
        _text ??= new PipelineText(isSeparated: NullTerminate || NewLine || NoNewline || IsBound(nameof(Separator)));
        Encoder.Append(_collected, Value, room, _text.Add);
        CheckRoom(_pipelineWritten + _collected.WrittenCount, Room);

        // A second text ends the pipeline, and nothing may have been written by then.
        if (_collected.WrittenCount >= PipelinePiece && _text.Count is not 1)
        {
            Flush(isLast: false);
        }
    }

    private void Flush(bool isLast)
    {
        Patch patch = new BytePatch(_collected.WrittenSpan.ToArray());
        _collected.Clear();
        MapRange start = Input.ResolveChange(Offset, 0, FromEnd);
        if (isLast && Pad is { } pad)
        {
            patch = patch.PadTo(PaddedLength(start) - _pipelineWritten, pad, this);
        }

        MapRange piece = Input.ResolveChange(start.Offset - Input.Start + _pipelineWritten, patch.Length);
        if (_isPipelineOpen)
        {
            patch.Write(this, Input.Owner, piece.Offset);
        }
        else if (!Apply(patch, piece))
        {
            _isDeclined = true;
            return;
        }

        _isPipelineOpen = true;
        _pipelineWritten += patch.Length;
        if (isLast)
        {
            Finish(start with { Length = _pipelineWritten });
        }
    }
}
