using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;

namespace MmapModule.Commands;

/// <summary>Lists what processes map, or which processes map a file.</summary>
[Cmdlet(VerbsCommon.Get, "ProcessMemoryMap", DefaultParameterSetName = IdSet, HelpUri = HelpLinks.Base + "Get-ProcessMemoryMap.md")]
[OutputType(typeof(ProcessMapping), typeof(ProcessMappingDetail), typeof(ProcessMemorySummary))]
public sealed class GetProcessMemoryMapCommand : ProcessCommand
{
    private const string IdSet = "Id";
    private const string NameSet = "Name";
    private const string ProcessSet = "Process";
    private const string MapSet = "Map";
    private const string MappedFileSet = "MappedFile";

    private readonly List<string> _files = [];
    private MappingPathPattern[] _patterns = [];
    private bool _isTyped;

    /// <summary>The ids of the processes; the current process if nothing is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = IdSet)]
    [Alias("ProcessId")]
    [ProcessId]
    [ArgumentCompleter(typeof(ProcessIdCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>The names of the processes; wildcards are allowed, and * means all.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The processes, as Get-Process gives them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ProcessSet)]
    [ValidateNotNull]
    public Process[] Process { get; set; } = [];

    /// <summary>Only what lies in this map or region of the current process.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = MapSet)]
    [Alias("Map")]
    [ValidateNotNull]
    public MappedMemory? InputObject { get; set; }

    /// <summary>Files: every process is searched for mappings of them. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MappedFileSet)]
    [Alias("FullName")]
    [SupportsWildcards]
    [MappedPath]
    [ValidateNotNullOrEmpty]
    public string[] MappedFile { get; set; } = [];

    /// <summary>Only mappings with such a path; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Tell what of each mapping is in memory, shared, changed, swapped or locked (smaps).</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Give one object for each process, with the sums (smaps_rollup).</summary>
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = ProcessSet)]
    public SwitchParameter Summary { get; set; }

    /// <summary>Prepares the paths.</summary>
    protected override void BeginProcessing()
    {
        if (Summary && (Detailed || Path.Length > 0))
        {
            MmapException error = MapErrors.Invalid(
                "-Summary adds up whole processes, so it cannot be combined with -Detailed or -Path.",
                "Leave -Summary away, and add up with Measure-Object.");
            ThrowTerminatingError(ErrorRecords.Create(error, null));
        }

        _isTyped = MyInvocation.BoundParameters.ContainsKey(nameof(MappedFile));
        _patterns = Array.ConvertAll(Path, ParsePath);
    }

    private MappingPathPattern ParsePath(string path)
    {
        try
        {
            return new MappingPathPattern(this, path);
        }
        catch (Exception error) when (IsReportable(error))
        {
            ThrowTerminatingError(ErrorRecords.Create(error, path));
            throw;
        }
    }

    /// <summary>Lists the processes; files are collected, so that one search serves them all.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case NameSet:
                WriteNamed();
                break;
            case ProcessSet:
                WriteProcesses([.. Process.Select(IdOf).OfType<int>()]);
                break;
            case MapSet:
                WriteMap(InputObject!);
                break;
            case MappedFileSet:
                CollectFiles();
                break;
            default:
                WriteProcesses(Id.Length > 0 || MyInvocation.ExpectingInput ? Id : [Environment.ProcessId]);
                break;
        }
    }

    /// <summary>Searches all processes for the files.</summary>
    protected override void EndProcessing()
    {
        if (_files.Count == 0)
        {
            return;
        }

        MappedFileFinder finder = new(_files);
        ForEachProcess(ProcessMemory.ProcessIds(), "Searching processes", reportMissing: false, id => WriteMappings(finder.Find(id, Detailed, Stop)));
        foreach (string path in finder.Missing)
        {
            Report(LookupErrors.NoFile(path), path);
        }
    }

    private int? IdOf(Process process)
    {
        try
        {
            return process.Id;
        }
        catch (InvalidOperationException error)
        {
            Report(MapErrors.Invalid("The object of -Process stands for no process: " + error.Message, "Give what Get-Process writes, or ids."), process);
            return null;
        }
    }

    private void WriteNamed()
    {
        IReadOnlyList<(int Id, string Name)> running = [.. RunningProcesses.All()];
        HashSet<int> chosen = [];
        foreach (string name in Name)
        {
            try
            {
                WildcardPattern pattern = Wildcards.Parse(name, WildcardOptions.IgnoreCase);
                int[] matches = [.. running.Where(process => pattern.IsMatch(process.Name)).Select(static process => process.Id)];
                chosen.UnionWith(matches);
                if (matches.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                {
                    throw LookupErrors.NoProcess(name);
                }
            }
            catch (Exception error) when (IsReportable(error))
            {
                Report(error, name);
            }
        }

        // A process that has ended since it was listed is not missed.
        ForEachProcess([.. chosen.Order()], "Reading processes", reportMissing: false, WriteProcess);
    }

    private void WriteProcesses(IReadOnlyList<int> ids) => ForEachProcess(ids, "Reading processes", reportMissing: true, WriteProcess);

    private void WriteProcess(int id)
    {
        if (!Summary)
        {
            WriteMappings(ProcessMemory.Read(id, Detailed, Stop));
        }
        else if (ProcessMemory.Summarize(id) is { } sums)
        {
            WriteObject(sums);
        }
    }

    private void WriteMap(MappedMemory map)
    {
        try
        {
            ulong end = map.Address + (ulong)map.Resolve(0).Length;
            WriteMappings(ProcessMemory.Read(Environment.ProcessId, Detailed, Stop)
                .Where(mapping => mapping.Start < end && map.Address < mapping.End));
        }
        catch (Exception error) when (IsReportable(error))
        {
            Report(error, map);
        }
    }

    private void CollectFiles()
    {
        foreach (string file in MappedFile)
        {
            try
            {
                // What comes through the pipeline is the name of one file; so is what is typed and exists.
                string full = PathResolver.Full(this, file);
                _files.AddRange(!_isTyped || System.IO.Path.Exists(full) ? [full] : PathResolver.Resolve(this, file, isLiteral: false));
            }
            catch (Exception error) when (IsReportable(error))
            {
                Report(error, file);
            }
        }
    }

    private void WriteMappings(IEnumerable<ProcessMapping> mappings)
    {
        foreach (ProcessMapping mapping in mappings)
        {
            if (_patterns.Length == 0 || Array.Exists(_patterns, pattern => pattern.IsMatch(mapping.Path)))
            {
                WriteObject(mapping);
            }
        }
    }
}
