using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MmapModule.Platform.Windows.Memory;

/// <summary>
/// The name of a kernel object. Local objects are those of this logon session, global ones those of the machine. Windows keeps
/// sections, semaphores, events and mutexes under the same names, and tells upper from lower case.
/// </summary>
internal static class KernelName
{
    /// <summary>Before the names of all sessions.</summary>
    internal const string Global = @"Global\";

    private const string Local = @"Local\";

    /// <summary>The name for a system call: local unless it says otherwise.</summary>
    /// <param name="name">A name that a user gave, without leading slash.</param>
    /// <returns>The name; null if it has a backslash elsewhere, which would be a folder that nobody can create.</returns>
    internal static string? TryFull(string name)
    {
        string plain = Plain(name);
        return plain.Length == 0 || plain.Contains('\\') ? null : Prefix(name) + plain;
    }

    /// <summary>How users call an object of a folder: what is local needs no prefix.</summary>
    internal static string Shown(string name) => name.StartsWith(Local, StringComparison.Ordinal) ? name[Local.Length..] : name;

    /// <summary>Whether all sessions see the object.</summary>
    internal static bool IsGlobal(string name) => name.StartsWith(Global, StringComparison.Ordinal);

    /// <summary>The name without a prefix.</summary>
    internal static string Plain(string name) => IsGlobal(name) ? name[Global.Length..] : Shown(name);

    /// <summary>Stands for an object as device and inode do for a file: as long as one of them is open, its name belongs to no other.</summary>
    internal static FileIdentity Identity(string fullName)
    {
        byte[] hash = SHA256.HashData(Encoding.Unicode.GetBytes(fullName));
        return new FileIdentity(
            BinaryPrimitives.ReadUInt32LittleEndian(hash),
            BinaryPrimitives.ReadUInt32LittleEndian(hash.AsSpan(sizeof(uint))),
            BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(sizeof(ulong))));
    }

    private static string Prefix(string name) => IsGlobal(name) ? Global : Local;
}
