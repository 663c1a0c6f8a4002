namespace MmapModule;

/// <summary>Programs of other systems.</summary>
internal static class ProgramStructs
{
    internal static ReadyStruct Pe { get; } = new("PE", "Microsoft, PE Format", """
        "MZ"
        pad[58]
        u32 peOffset
        @peOffset "PE\0\0"
        enum u16 { Unknown, I386 = 0x14C, ARM = 0x1C0, ARMNT = 0x1C4, IA64 = 0x200, RISCV64 = 0x5064, AMD64 = 0x8664, ARM64 = 0xAA64 } machine
        u16 numberOfSections
        u32 timeDateStamp, pointerToSymbolTable, numberOfSymbols
        u16 sizeOfOptionalHeader
        flags u16 {
          RelocsStripped, ExecutableImage, LineNumbersStripped, LocalSymbolsStripped, LargeAddressAware = 0x20, Machine32Bit = 0x100,
          DebugStripped = 0x200, RemovableRunFromSwap = 0x400, NetRunFromSwap = 0x800, System = 0x1000, Dll = 0x2000, UniprocessorOnly = 0x4000
        } characteristics
        enum u16 { ROM = 0x107, PE32 = 0x10B, PE32PLUS = 0x20B } magic
        u8 majorLinkerVersion, minorLinkerVersion
        u32 sizeOfCode, sizeOfInitializedData, sizeOfUninitializedData, addressOfEntryPoint, baseOfCode
        if (magic == PE32) { u32 baseOfData, imageBase } else u64 imageBase
        u32 sectionAlignment, fileAlignment
        u16 majorOperatingSystemVersion, minorOperatingSystemVersion, majorImageVersion, minorImageVersion
        u16 majorSubsystemVersion, minorSubsystemVersion
        u32 win32VersionValue, sizeOfImage, sizeOfHeaders, checkSum
        enum u16 {
          Unknown, Native, WindowsGui, WindowsCui, Os2Cui = 5, PosixCui = 7, WindowsCeGui = 9, EfiApplication, EfiBootServiceDriver,
          EfiRuntimeDriver, EfiRom, Xbox, WindowsBootApplication = 16
        } subsystem
        u16 dllCharacteristics
        @(peOffset + 24 + sizeOfOptionalHeader) {
          char[8] name; u32 virtualSize, virtualAddress, sizeOfRawData, pointerToRawData, pointerToRelocations, pointerToLineNumbers
          u16 numberOfRelocations, numberOfLineNumbers; u32 characteristics
        }[numberOfSections] sections

        """);
}
