namespace MmapModule.Texts;

/// <summary>What the progress display says is being done.</summary>
internal static class Activities
{
    internal const string DropFromCache = "Dropping from the page cache";
    internal const string LoadIntoCache = "Reading into the page cache";
    internal const string LookAtCache = "Examining the page cache";
    internal const string ReadProcesses = "Reading processes";
    internal const string SearchProcesses = "Searching processes";
    internal const string Done = "Done";

    internal static string Clear(MemoryMap map) => "Clearing " + map;

    internal static string Compare(MemoryMap reference, MemoryMap difference) => "Comparing " + reference + " and " + difference;

    internal static string Copy(object input) => "Copying " + input;

    internal static string Allocate(string target) => "Allocating " + target;

    internal static string LookAt(MemoryMap map) => "Examining " + map;

    internal static string LookAtPages(MemoryMap map) => "Examining the pages of " + map;

    internal static string Measure(MemoryMap map) => "Measuring " + map;

    internal static string Read(MemoryMap map) => "Reading " + map;

    internal static string Save(MemoryMap map) => "Saving " + map;

    internal static string Search(MemoryMap map) => "Searching " + map;

    internal static string Sync(MemoryMap map) => "Writing back " + (map.Path ?? map.ToString());

    internal static string Write(MemoryMap map) => "Writing to " + map;
}
