using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using MmapModule.Formatting;
using MmapModule.Texts;

namespace MmapModule.Binding;

/// <summary>Shows progress for work that takes longer than a second, a few times a second, and removes it at the end.</summary>
internal sealed class ProgressReporter : IDisposable
{
    private const int ActivityId = 0x6D6D6170;
    private static readonly TimeSpan s_delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly Cmdlet _command;
    private readonly string _activity;
    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _next = s_delay;
    private bool? _isWanted;
    private bool _isShown;
    private long _most;

    internal ProgressReporter(Cmdlet command, string activity)
    {
        _command = command;
        _activity = Shown.Name(activity);
    }

    /// <summary>Tells how far the work has come, in bytes.</summary>
    internal void Update(long done, long total) => Update(done, total, ByteSize.Format);

    /// <summary>Tells how far the work has come, in things that are counted.</summary>
    internal void UpdateCount(long done, long total) =>
        Update(done, total, static count => count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Tells how far the work on one of many items has come, in bytes; nobody knows how many items there are.</summary>
    internal void Update(long itemsDone, string item, long done, long total)
    {
        if (IsDue(out _))
        {
            string status = FormattableString.Invariant($"{itemsDone} done; {ByteSize.Format(done)} of {ByteSize.Format(total)} in the next one");
            _command.WriteProgress(new ProgressRecord(ActivityId, _activity, status) { CurrentOperation = Shown.Name(item) });
        }
    }

    /// <summary>Tells -Verbose how much was done, how long it took, and how fast that was.</summary>
    internal void Finish() => Finish(_most);

    /// <summary>The same for work that does not tell how far it has come.</summary>
    internal void Finish(long bytes)
    {
        if (IsPreferred("Verbose", isDefault: false))
        {
            _command.WriteVerbose(Shown.Name(Notices.Rate(_activity, bytes, Stopwatch.GetElapsedTime(_started))));
        }
    }

    /// <summary>Removes the progress at the end of the work, however it ends.</summary>
    public void Dispose() => Complete();

    /// <summary>Removes the progress; it comes back with the next update that is due.</summary>
    internal void Complete()
    {
        if (_isShown)
        {
            _command.WriteProgress(new ProgressRecord(ActivityId, _activity, Activities.Done) { RecordType = ProgressRecordType.Completed });
            _isShown = false;
        }
    }

    private void Update(long done, long total, Func<long, string> format)
    {
        _most = Math.Max(_most, done);
        if (!IsDue(out TimeSpan elapsed))
        {
            return;
        }

        ProgressRecord record = new(ActivityId, _activity, format(done) + " of " + format(total))
        {
            PercentComplete = total == 0 ? 100 : (int)(done * 100.0 / total),
        };
        if (done > 0)
        {
            record.SecondsRemaining = (int)Math.Min(int.MaxValue, elapsed.TotalSeconds * (total - done) / done);
        }

        _command.WriteProgress(record);
    }

    private bool IsDue(out TimeSpan elapsed)
    {
        elapsed = Stopwatch.GetElapsedTime(_started);
        if (elapsed < _next)
        {
            return false;
        }

        _next = elapsed + s_interval;
        _isShown = _isWanted ??= IsWanted();
        return _isShown;
    }

    /// <summary>Whether anybody will see it: nothing is made for a session that shows none.</summary>
    private bool IsWanted() => IsPreferred("Progress", isDefault: true);

    /// <summary>Whether a stream is shown: the command says so, or a variable of the session.</summary>
    private bool IsPreferred(string stream, bool isDefault)
    {
        if (_command is not PSCmdlet command || command.MyInvocation.BoundParameters.ContainsKey(stream) || command.MyInvocation.BoundParameters.ContainsKey(stream + "Action"))
        {
            return true;
        }

        // Outside of the global scope it may be a string.
        return command.GetVariableValue(stream + "Preference")?.ToString() is not { } preference
            ? isDefault
            : !string.Equals(preference, nameof(ActionPreference.SilentlyContinue), StringComparison.OrdinalIgnoreCase)
                && !string.Equals(preference, nameof(ActionPreference.Ignore), StringComparison.OrdinalIgnoreCase);
    }
}
