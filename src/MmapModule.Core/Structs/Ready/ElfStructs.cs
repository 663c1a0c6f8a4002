using System;

namespace MmapModule;

/// <summary>ELF files: programs and libraries of Linux.</summary>
internal static class ElfStructs
{
    private const string Source = "elf(5); System V ABI, chapter 4";

    private const string Identity = """
        "\x7FELF"
        enum u8 { none, elf32, elf64 } class = CLASS
        enum u8 { none, lsb, msb } data = DATA
        u8 version = 1
        enum u8 { SystemV, HPUX, NetBSD, GNU, Solaris = 6, AIX, IRIX, FreeBSD, Tru64, Modesto, OpenBSD, ARM = 97, Standalone = 255 } osabi
        u8 abiversion
        pad[7]
        enum u16 { none, rel, exec, dyn, core } type
        enum u16 {
          None, SPARC = 2, I386, M68K, MIPS = 8, PARISC = 15, PPC = 20, PPC64, S390, ARM = 40, SH = 42, SPARCV9, IA_64 = 50, X86_64 = 62,
          AARCH64 = 183, RISCV = 243, BPF = 247, LOONGARCH = 258
        } machine
        u32 fileVersion
        ADDRESS entry, phoff, shoff
        u32 flags
        u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx
        enum segmentType : u32 {
          null, load, dynamic, interp, note, shlib, phdr, tls, gnu_eh_frame = 0x6474E550, gnu_stack, gnu_relro, gnu_property
        }
        enum sectionType : u32 {
          null, progbits, symtab, strtab, rela, hash, dynamic, note, nobits, rel, shlib, dynsym, init_array = 14, fini_array, preinit_array,
          group, symtab_shndx, relr, gnu_attributes = 0x6FFFFFF5, gnu_hash, gnu_liblist, gnu_verdef = 0x6FFFFFFD, gnu_verneed, gnu_versym
        }
        flags segmentFlags : u32 { x, w, r }
        flags sectionFlags : ADDRESS {
          write, alloc, execinstr, merge = 0x10, strings, info_link, link_order, os_nonconforming, group, tls, compressed
        }

        """;

    private const string Segments32 = """
        if (phnum > 0) @phoff { segmentType type; u32 offset, vaddr, paddr, filesz, memsz; segmentFlags flags; u32 align }[phnum] segments

        """;

    private const string Segments64 = """
        if (phnum > 0) @phoff { segmentType type; segmentFlags flags; u64 offset, vaddr, paddr, filesz, memsz, align }[phnum] segments

        """;

    private const string Sections = """
        if (shnum > 0) @shoff {
          u32 name; sectionType type; sectionFlags flags; ADDRESS addr, offset, size; u32 link, info; ADDRESS addralign, entsize
        }[shnum] sections

        """;

    internal static ReadyStruct Elf32 { get; } = New("ELF32", "1", "u32", Segments32, isBig: false);

    internal static ReadyStruct Elf32BigEndian { get; } = New("ELF32BE", "1", "u32", Segments32, isBig: true);

    internal static ReadyStruct Elf64 { get; } = New("ELF64", "2", "u64", Segments64, isBig: false);

    internal static ReadyStruct Elf64BigEndian { get; } = New("ELF64BE", "2", "u64", Segments64, isBig: true);

    private static ReadyStruct New(string name, string ofClass, string address, string segments, bool isBig) => new(
        name,
        Source,
        (Identity + segments + Sections)
            .Replace("CLASS", ofClass, StringComparison.Ordinal)
            .Replace("DATA", isBig ? "2" : "1", StringComparison.Ordinal)
            .Replace("ADDRESS", address, StringComparison.Ordinal)
            .Replace("u16", isBig ? "u16be" : "u16", StringComparison.Ordinal)
            .Replace("u32", isBig ? "u32be" : "u32", StringComparison.Ordinal)
            .Replace("u64", isBig ? "u64be" : "u64", StringComparison.Ordinal));
}
