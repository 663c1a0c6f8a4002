#requires -Version 7.4

<#
.SYNOPSIS
    Shows the header, the program headers or the section headers of an ELF program, library or object file.
.DESCRIPTION
    Maps the file and reads it through layouts (New-MappedStruct). One definition serves 32-bit and 64-bit files of both
    byte orders: the first bytes of the file say which it is. readelf -h, -l and -S show the same.
.EXAMPLE
    pwsh -File examples/read-elf-header.ps1

    Shows the header of /bin/ls.
.EXAMPLE
    pwsh -File examples/read-elf-header.ps1 -Path ./libfoo.so -Section

    Lists the sections of a library.
#>
[CmdletBinding(DefaultParameterSetName = 'Header')]
param(
    # The file.
    [Parameter(Position = 0)]
    [string] $Path = '/bin/ls',

    # List the program headers: what is mapped to run the program.
    [Parameter(Mandatory, ParameterSetName = 'Segment')]
    [switch] $Segment,

    # List the section headers.
    [Parameter(Mandatory, ParameterSetName = 'Section')]
    [switch] $Section
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module MmapModule)) {
    try { Import-Module MmapModule } catch { Import-Module (Join-Path $PSScriptRoot '../MmapModule.psd1') }
}

$fileTypes = @{ 0 = 'NONE'; 1 = 'REL'; 2 = 'EXEC'; 3 = 'DYN'; 4 = 'CORE' }
$machines = @{ 3 = 'Intel 80386'; 8 = 'MIPS'; 40 = 'ARM'; 62 = 'Advanced Micro Devices X86-64'; 183 = 'AArch64'; 243 = 'RISC-V' }
$segmentTypes = @{
    0L = 'NULL'; 1L = 'LOAD'; 2L = 'DYNAMIC'; 3L = 'INTERP'; 4L = 'NOTE'; 6L = 'PHDR'; 7L = 'TLS'
    0x6474E550L = 'GNU_EH_FRAME'; 0x6474E551L = 'GNU_STACK'; 0x6474E552L = 'GNU_RELRO'; 0x6474E553L = 'GNU_PROPERTY'
}

function Read-ElfName {
    param([MmapModule.MappedMemory] $Table, [long] $Offset)

    Read-MappedRegion -InputObject $Table -Offset $Offset -AsString -NullTerminated
}

function Select-ElfTable {
    # Headers may be longer than what is known of them: the file says how long.
    param([string] $Definition, [uint64] $Offset, [int] $Size, [int] $Count)

    if ($Count -gt 0) {
        $layout = New-MappedStruct "$Definition; @$Size" -BigEndian:$isBig
        Read-MappedRegion -InputObject $map -Offset $Offset -Struct $layout -Count $Count
    }
}

$map = New-MemoryMap -LiteralPath $Path
try {
    # What all ELF files begin with, whatever their order.
    $ident = Read-MappedRegion -InputObject $map -Struct 'u32be magic; u8 class, data, version, abi, abiVersion; pad[7]'
    if ($ident.magic -ne 0x7F454C46 -or $ident.class -notin 1, 2 -or $ident.data -notin 1, 2) {
        throw "'$Path' is no ELF file."
    }

    $isBig = $ident.data -eq 2
    $is64 = $ident.class -eq 2
    # An address is as wide as the class says.
    $word = $is64 ? 'u64' : 'u32'
    $elf = Read-MappedRegion -InputObject $map -Struct (New-MappedStruct -BigEndian:$isBig -Definition "
        @16 u16 type, machine
        u32 version
        $word entry, programOffset, sectionOffset
        u32 flags
        u16 headerSize, programSize, programCount, sectionSize, sectionCount, nameIndex")

    if ($Segment) {
        # The flags moved between the two classes.
        $fields = 'u32 type, offset, address, physical, fileSize, memorySize, flags, alignment'
        if ($is64) {
            $fields = 'u32 type, flags; u64 offset, address, physical, fileSize, memorySize, alignment'
        }

        foreach ($item in Select-ElfTable $fields $elf.programOffset $elf.programSize $elf.programCount) {
            $flags = ($item.flags -band 4 ? 'R' : ' ') + ($item.flags -band 2 ? 'W' : ' ') + ($item.flags -band 1 ? 'E' : ' ')
            [pscustomobject]@{
                Type       = $segmentTypes[[long] $item.type] ?? ('0x{0:x}' -f $item.type)
                Offset     = '0x{0:x}' -f $item.offset
                Address    = '0x{0:x}' -f $item.address
                FileSize   = $item.fileSize
                MemorySize = $item.memorySize
                Flags      = $flags
            }
        }
    }
    elseif ($Section) {
        $fields = "u32 name, type; $word flags, address, offset, size; u32 link, info; $word alignment, entrySize"
        $sections = @(Select-ElfTable $fields $elf.sectionOffset $elf.sectionSize $elf.sectionCount)
        $names = $sections.Count -gt $elf.nameIndex ? $map.Slice($sections[$elf.nameIndex].offset, $sections[$elf.nameIndex].size) : $null
        for ($i = 0; $i -lt $sections.Count; $i++) {
            [pscustomobject]@{
                Number  = $i
                Name    = $names ? (Read-ElfName $names $sections[$i].name) : $null
                Type    = '0x{0:x}' -f $sections[$i].type
                Address = '0x{0:x}' -f $sections[$i].address
                Offset  = '0x{0:x}' -f $sections[$i].offset
                Size    = $sections[$i].size
            }
        }
    }
    else {
        [pscustomobject]@{
            Path           = $map.Path
            Class          = $is64 ? 'ELF64' : 'ELF32'
            Data           = $isBig ? 'big endian' : 'little endian'
            Type           = $fileTypes[[int] $elf.type] ?? "0x$($elf.type.ToString('x'))"
            Machine        = $machines[[int] $elf.machine] ?? "number $($elf.machine)"
            EntryPoint     = '0x{0:x}' -f $elf.entry
            ProgramOffset  = $elf.programOffset
            SectionOffset  = $elf.sectionOffset
            HeaderSize     = $elf.headerSize
            ProgramHeaders = $elf.programCount
            SectionHeaders = $elf.sectionCount
            NameIndex      = $elf.nameIndex
        }
    }
}
finally {
    Remove-MemoryMap -InputObject $map
}
