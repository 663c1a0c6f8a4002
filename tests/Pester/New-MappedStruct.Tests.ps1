BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    function Get-FieldText {
        param([MmapModule.MappedStruct] $Layout)

        $Layout.Fields.ForEach({ "$_" }) -join ', '
    }
}

Describe 'New-MappedStruct' {
    It 'gives a layout with the name, type, offset, size, count and order of each field' {
        $layout = New-MappedStruct 'u32be magic; u16 ver; char[8] name; u8[16] guid; i64le[4] slots'

        $layout | Should -BeOfType ([MmapModule.MappedStruct])
        $layout.Size | Should -Be 62
        $layout.Fields.Name | Should -Be 'magic', 'ver', 'name', 'guid', 'slots'
        $layout.Fields.Type | Should -Be 'u32be', 'u16', 'char[8]', 'u8[16]', 'i64[4]'
        $layout.Fields.Offset | Should -Be 0, 4, 6, 14, 30
        $layout.Fields.Size | Should -Be 4, 2, 8, 16, 32
        $layout.Fields.Count | Should -Be 5
        $layout.Fields[4].Count | Should -Be 4
        $layout.Fields.BigEndian | Should -Be $true, $false, $false, $false, $false
    }

    It 'takes definitions from the pipeline, with lines and comments' {
        $layouts = "u8 a // one`n/* two */ u16 b # three", 'u32 c' | New-MappedStruct
        $layouts.Size | Should -Be 3, 4
    }

    It 'takes the order, the encoding and the boundaries of a whole definition' {
        Get-FieldText (New-MappedStruct 'u16 a; u32le b' -BigEndian) | Should -Be '@0 u16be a, @2 u32 b'
        Get-FieldText (New-MappedStruct 'u8 a; u32 b' -Pack 8) | Should -Be '@0 u8 a, @4 u32 b'
        $map = New-MemoryMap -Anonymous -Size 8
        $map.Write(0, [byte[]] (0xE9, 0))
        (Read-MappedRegion $map -Struct (New-MappedStruct 'char[2] a' -Encoding latin1)).a | Should -BeExactly ([string] [char] 0xE9)
    }

    It 'uses other layouts, definitions and types by name' {
        $point = New-MappedStruct 'u16 x, y'
        $layout = New-MappedStruct 'point[2] corners; color fill' -Using @{ Point = $point; color = 'u8 r, g, b' }
        $layout.Size | Should -Be 11
        $layout.Fields[1].Fields.Name | Should -Be 'r', 'g', 'b'
    }

    It 'names the place of what is wrong in ''<Definition>''' -ForEach @(
        @{ Definition = 'u33 a'; Place = "column 1: 'u33' is not a type" }
        @{ Definition = "u32 a`nu16 b c"; Place = 'line 2, column 7: ' }
        @{ Definition = 'u8[0] a'; Place = "column 4: '0'" }
        @{ Definition = 'u8[4000000000] a'; Place = "column 4: '4000000000' makes the record larger" }
        @{ Definition = ''; Place = 'column 1: there is no field' }
    ) {
        $failure = Assert-Failure { New-MappedStruct $Definition } -Kind InvalidArgument -Command New-MappedStruct -Target $Definition
        $failure.ErrorDetails.Message | Should -BeLike "*$([wildcardpattern]::Escape($Place))*"
    }

    It 'goes on with the next definition after a wrong one' {
        $layouts = 'u33 a', 'u32 a' | New-MappedStruct -ErrorAction SilentlyContinue
        $layouts.Size | Should -Be 4
    }

    It 'says what -Using cannot hold' {
        $null = Assert-Failure { New-MappedStruct 'u8 a' -Using @{ x = 5 } } -Kind InvalidArgument -Command New-MappedStruct -Target 'u8 a'
    }

    It 'shows all fields with their offsets, those of nested structures too' {
        $lines = (New-MappedStruct 'u8 a; { u16 x; u32 y }[2] points; u8[300] rest' | Out-String) -split '\r?\n'
        $lines | Should -Contain 'struct, 313 bytes'
        ($lines | Where-Object { $_ -match '^ +\d' }).Trim() -replace ' +', ' ' | Should -Be @(
            '0 0x0 1 u8 a', '1 0x1 12 struct[2] points', '1 0x1 2 u16 x', '3 0x3 4 u32 y', '13 0xD 300 u8[300] rest')
        ((New-MappedStruct 'u8 a; u16 b').Fields | Format-Table | Out-String) | Should -Match '1 +0x1 +2 +u16 +b'
    }

    It 'shows a thousand fields at most, and says that there are more' {
        $types = 1..12 | ForEach-Object { "struct t$_ { t$($_ - 1) a; t$($_ - 1) b }" }
        $lines = (New-MappedStruct "struct t0 { u8 n }; $($types -join '; '); t12 all" | Out-String).TrimEnd() -split '\r?\n'
        $lines[-1] | Should -BeLike '*1000*'
        $lines.Count | Should -BeLessThan 1010
        (New-MappedStruct 'u8 n' | Out-String) | Should -Not -BeLike '*1000*'
    }

    It 'keeps its fields across a process border' {
        $layout = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((New-MappedStruct 'u8 a; { u16 x } p')))
        $layout.Size | Should -Be 3
        $layout.Fields[1].Fields[0].Name | Should -Be 'x'
    }

    It 'completes the types inside a definition' {
        $text = "New-MappedStruct 'u32be magic; u1"
        $found = [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches
        $found.ListItemText | Should -Be 'u16'
        $found[0].CompletionText | Should -Be "'u32be magic; u16'"
        $found[0].ToolTip | Should -BeLike '*2 bytes*'
        $text = 'New-MappedStruct -Pack '
        [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches.ListItemText | Sort-Object { [int] $_ } | Should -Be 1, 2, 4, 8, 16
    }
}

Describe 'New-MappedStruct -Type' {
    BeforeAll {
        Add-Type -TypeDefinition @'
using System.Runtime.InteropServices;
namespace MmapModuleTest
{
    public struct Point { public short X; public short Y; }

    public struct Record
    {
        public byte A;
        public ulong B;
        public short C;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 5)] public string Name;
        public double D;
        [MarshalAs(UnmanagedType.ByValArray, SizeConst = 3)] public int[] Numbers;
        [MarshalAs(UnmanagedType.ByValArray, SizeConst = 2)] public Point[] Points;
        [MarshalAs(UnmanagedType.U1)] public bool Flag;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 2)]
    public struct Packed { public byte A; public ulong B; public byte C; }

    public struct Pointer { public string Text; }
}
'@
        $definition = 'u8 A; u64 B; i16 C; char[5] Name; f64 D; i32[3] Numbers; { i16 X; i16 Y }[2] Points; bool Flag'
    }

    It 'has the offsets and the size that the marshaller says' {
        $layout = New-MappedStruct -Type ([MmapModuleTest.Record])
        $layout.Size | Should -Be ([System.Runtime.InteropServices.Marshal]::SizeOf([type] [MmapModuleTest.Record]))
        foreach ($field in $layout.Fields) {
            $field.Offset | Should -Be ([int] [System.Runtime.InteropServices.Marshal]::OffsetOf([MmapModuleTest.Record], $field.Name)) -Because $field.Name
        }
    }

    It 'agrees with what a C compiler says of the same structure, and so does -Pack 8 (needs a C compiler)' -Skip:(Test-Missing cc) {
        $program = Build-TestC -Source @'
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
struct record { uint8_t A; uint64_t B; int16_t C; char Name[5]; double D; int32_t Numbers[3]; struct { int16_t X, Y; } Points[2]; uint8_t Flag; };
#pragma pack(2)
struct packed { uint8_t A; uint64_t B; uint8_t C; };
#define SHOW(type, field) printf("%zu ", offsetof(struct type, field))
int main(void) {
    SHOW(record, A); SHOW(record, B); SHOW(record, C); SHOW(record, Name); SHOW(record, D); SHOW(record, Numbers); SHOW(record, Points); SHOW(record, Flag);
    printf("%zu\n", sizeof(struct record));
    SHOW(packed, A); SHOW(packed, B); SHOW(packed, C);
    printf("%zu\n", sizeof(struct packed));
    return 0;
}
'@
        $record, $packed = & $program
        foreach ($layout in (New-MappedStruct -Type ([MmapModuleTest.Record])), (New-MappedStruct $definition -Pack 8)) {
            (@($layout.Fields.Offset) + $layout.Size) -join ' ' | Should -Be $record
        }

        foreach ($layout in (New-MappedStruct -Type ([MmapModuleTest.Packed])), (New-MappedStruct 'u8 A; u64 B; u8 C' -Pack 2)) {
            (@($layout.Fields.Offset) + $layout.Size) -join ' ' | Should -Be $packed
        }
    }

    It 'reads and writes instances of the type' {
        $map = New-MemoryMap -Anonymous -Size 4KB
        $layout = New-MappedStruct -Type ([MmapModuleTest.Record])
        $record = [MmapModuleTest.Record]::new()
        $record.B = [uint64]::MaxValue
        $record.Name = 'abcde'
        $record.Numbers = 1, 2, -3
        $record.Points = [MmapModuleTest.Point[]]::new(2)
        $record.Flag = $true
        Write-MappedRegion $map -Struct $layout -Value $record -Offset 3
        $read = Read-MappedRegion $map -Struct ([MmapModuleTest.Record]) -Offset 3
        $read | Should -BeOfType ([MmapModuleTest.Record])
        $read.B, $read.Name, "$($read.Numbers)", $read.Flag | Should -Be ([uint64]::MaxValue), 'abcde', '1 2 -3', $true
        Write-MappedRegion $map -Struct $layout -Offset 3 -Value @{ C = -7 }
        (Read-MappedRegion $map -Struct $layout -Offset 3).C | Should -Be -7
    }

    It 'refuses what holds pointers, which would come out of the file' {
        $null = Assert-Failure { New-MappedStruct -Type ([MmapModuleTest.Pointer]) } -Kind InvalidArgument -Command New-MappedStruct -Target ([MmapModuleTest.Pointer])
    }
}
