using System;
using System.Collections.Generic;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Memory;

/// <summary>Lists named kernel objects: those of this session, and those of the machine with their prefix.</summary>
internal static unsafe class KernelFolder
{
    private const string GlobalFolder = @"\BaseNamedObjects";

    /// <summary>Longer than any name, so each call makes progress.</summary>
    private const int BufferSize = 128 * 1024;

    /// <summary>The names of all objects of a type, in order, as users write them.</summary>
    /// <param name="type">The name that Windows has for the type: Section or Semaphore.</param>
    internal static IReadOnlyList<string> Names(string type)
    {
        HashSet<string> names = [];
        using Process self = Process.GetCurrentProcess();
        if (self.SessionId != 0)
        {
            string folder = FormattableString.Invariant($@"\Sessions\{self.SessionId}{GlobalFolder}");
            Add(folder, type, string.Empty, names);
            Add(GlobalFolder, type, KernelName.Global, names);
        }
        else
        {
            // In the session of the services both are the same.
            Add(GlobalFolder, type, string.Empty, names);
        }

        List<string> sorted = [.. names];
        sorted.Sort(StringComparer.Ordinal);
        return sorted;
    }

    // SAFETY: the structures and the text are pinned or local while the system reads them; it fills the buffer with entries whose
    // texts lie inside of it, and an empty one at the end.
    private static void Add(string folder, string type, string prefix, HashSet<string> names)
    {
        using SafeFileHandle? directory = TryOpen(folder);
        if (directory is null)
        {
            return;
        }

        byte[] buffer = new byte[BufferSize];
        uint context = 0;
        fixed (byte* start = buffer)
        {
            for (byte restart = 1; ; restart = 0)
            {
                uint returned;
                int status = NtDll.NtQueryDirectoryObject(directory, start, BufferSize, 0, restart, &context, &returned);
                if (status < 0 || status == ObjectConstants.STATUS_NO_MORE_ENTRIES)
                {
                    return;
                }

                for (ObjectDirectoryInformation* entry = (ObjectDirectoryInformation*)start; entry->Name.Length > 0; entry++)
                {
                    if (Text(entry->TypeName).SequenceEqual(type))
                    {
                        names.Add(prefix + Text(entry->Name).ToString());
                    }
                }

                if (status == 0)
                {
                    return;
                }
            }
        }
    }

    // SAFETY: the text is pinned, and the structures are local variables.
    private static SafeFileHandle? TryOpen(string folder)
    {
        fixed (char* text = folder)
        {
            UnicodeString name = new() { Length = (ushort)(folder.Length * sizeof(char)), MaximumLength = (ushort)(folder.Length * sizeof(char)), Buffer = text };
            ObjectAttributes attributes = new() { Length = (uint)sizeof(ObjectAttributes), ObjectName = &name };
            nint handle;
            return NtDll.NtOpenDirectoryObject(&handle, ObjectConstants.DIRECTORY_QUERY, &attributes) == 0 ? new SafeFileHandle(handle, ownsHandle: true) : null;
        }
    }

    // SAFETY: the caller has got the text from the system, with its length.
    private static ReadOnlySpan<char> Text(UnicodeString text) => new(text.Buffer, text.Length / sizeof(char));
}
