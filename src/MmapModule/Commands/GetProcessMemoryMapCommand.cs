using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Completion;
using MmapModule.Errors;
using MmapModule.Texts;

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
    private readonly List<MappingPathPattern> _patterns = [];
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

    private protected override void Begin()
    {
        if (Summary && (Detailed || Path.Length > 0))
        {
            throw CombinationErrors.SummaryOfParts();
        }

        _isTyped = MyInvocation.BoundParameters.ContainsKey(nameof(MappedFile));
        Array.ForEach(Path, path => Require(path, _ => _patterns.Add(new MappingPathPattern(this, path))));
    }

    /// <summary>Lists the processes; files are collected, so that one search serves them all.</summary>
    private protected override void ProcessInput()
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
                Try(InputObject!, WriteMap);
                break;
            case MappedFileSet:
                ForEach(MappedFile, CollectFile);
                break;
            default:
                WriteProcesses(Id.Length > 0 || MyInvocation.ExpectingInput ? Id : [Environment.ProcessId]);
                break;
        }
    }

    /// <summary>Searches all processes for the files.</summary>
    private protected override void End()
    {
        if (_files.Count == 0)
        {
            return;
        }

        MappedFileFinder finder = new(_files);
        ForEachProcess(ProcessMemory.ProcessIds(), Activities.SearchProcesses, reportMissing: false, id => WriteMappings(finder.Find(id, Detailed, Stop)));
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
            Report(PathArgumentErrors.NoProcess(error.Message), process);
            return null;
        }
    }

    private void WriteNamed()
    {
        IReadOnlyList<(int Id, string Name)> running = [.. RunningProcesses.All()];
        HashSet<int> chosen = [];
        ForEach(Name, name =>
        {
            WildcardPattern pattern = Wildcards.Parse(name, WildcardOptions.IgnoreCase);
            int[] matches = [.. running.Where(process => pattern.IsMatch(process.Name)).Select(static process => process.Id)];
            chosen.UnionWith(matches);
            if (matches.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                throw LookupErrors.NoProcess(name);
            }
        });

        // A process that has ended since it was listed is not missed.
        ForEachProcess([.. chosen.Order()], Activities.ReadProcesses, reportMissing: false, WriteProcess);
    }

    private void WriteProcesses(IReadOnlyList<int> ids) => ForEachProcess(ids, Activities.ReadProcesses, reportMissing: true, WriteProcess);

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
        ulong end = map.Address + (ulong)map.Resolve(0).Length;
        WriteMappings(ProcessMemory.Read(Environment.ProcessId, Detailed, Stop).Where(mapping => mapping.Start < end && map.Address < mapping.End));
    }

    /// <summary>What comes through the pipeline is the name of one file; so is what is typed and exists.</summary>
    private void CollectFile(string file)
    {
        string full = PathResolver.Full(this, file);
        _files.AddRange(!_isTyped || System.IO.Path.Exists(full) ? [full] : PathResolver.Resolve(this, file, isLiteral: false));
    }

    private void WriteMappings(IEnumerable<ProcessMapping> mappings)
    {
        foreach (ProcessMapping mapping in mappings)
        {
            if (_patterns.Count == 0 || _patterns.Exists(pattern => pattern.IsMatch(mapping.Path)))
            {
                WriteObject(mapping);
            }
        }
    }
}
