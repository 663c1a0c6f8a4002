# Texts that have broken parsers and file systems before, by subject. What is here is the seed of the corpus; Mutate makes the rest.

[NoRunspaceAffinity()]
class FuzzText {
    static [string[]] $Numbers = @(
        '0', '1', '-1', '4096', '4KB', '4 KB', '64KB', '1MB', '1KiB', '0x10', '0xFFFFFFFF', '0xFFFFFFFFFFFFFFFF', '0x', '1e3', '1e400', '-0', '+5', '1,5', '1.5', '1.5KB'
        '1٫5', '١٢٣', '۱۲۳', '−1', '9223372036854775807', '9223372036854775808', '18446744073709551615', '-9223372036854775809', '9999999TB', '8EB', '1PB', 'NaN', '∞', '-∞'
        'Infinity', '1_000', "1`u{a0}000", '1 000', '0b101', '1L', '1d', '1kb1', 'KB', '-KB', '  7  ', "7`n", '7%', '0x1p3', '--1', '1..2', '0777', '1e-400'
    )

    static [string[]] $Encodings = @(
        'utf8', 'UTF-8', 'utf8BOM', 'utf8NoBOM', 'unicode', 'utf-16', 'bigendianunicode', 'utf32', 'utf-32BE', 'ascii', 'latin1', 'ansi', 'oem', '1252', '28591', '65001', '65000', 'utf-7'
        'iso-8859-9', 'windows-1254', 'shift_jis', 'gb18030', 'x-none', '', ' ', '-1', '0', '99999', 'utf8,ascii', "utf8`0", 'UTF-8 ', 'ı', 'İSO-8859-1'
    )

    static [string[]] $Hex = @(
        'FF', '00', 'ff ?? 0a', 'F?', '?F', '??', '? ?', '0', 'F', 'FFF', 'GG', '0xFF', '0x00 0x01', 'FF,FF', 'FF-FF', 'FF:FF', '\xFF\x00', "FF`nFF", '00000000: dead beef', '{00 01}'
        '00000000  7f 45 4c 46 02 01 01 00  00 00 00 00 00 00 00 00  |.ELF............|', '0000000 457f 464c 0102 0001', '', ' ', '?', '????????????????', "FF`0FF", 'ＦＦ', '*', 'FF *'
        '0000000000000000 48 65 6C 6C 6F                                  Hello', 'de ad be ef', 'DEADBEEF', '00 00 00 00 00 00 00 00 00', '  FF  ', "`tFF"
    )

    static [string[]] $Patterns = @(
        'a', 'a+b', '.*', '.', '^', '$', '^$', '\A\z', '[a-z]+', '[^\x00]', '\x00+', '\xff', '(?i)abc', '(a|b)*c', '(a+)+$', '(?<n>a)b', '(a)\1', '(?=a)', '(?!a)b', '(?<=a)b', '(?<!a)b', '(?>a+)b'
        '\d+\s\w', '\b', '\B', '\p{L}', '\P{Lu}+', '[[:alpha:]]', '[a-z-[aeiou]]', 'a{3}', 'a{2,}', 'a{2,5}?', 'a{99999}', 'a{1,2147483647}', 'a{2147483648}', '(', ')', '[', ']', '{', '}', '\', 'a**'
        'a{3', '(?', '(?<', '(?<n', '(?<1>a)', '(?(1)a|b)', '(?#', '(?x) a b # c', '(?n:(a))', '\k<n>', '\u0041', '\u00', '\cA', '\c', '\e', '\07', '\777', '[b-a]', '[\', '[^]', '()', '(|)', '|', '||a', 'é', 'ı', 'İ', 'ß', '€'
        '\G', '(?m)^a$', '(?s).', '(?<-n>a)', '(?<a>x)(?<b-a>y)', '[\d-z]', '\x', '\xg', '(?i)k', '(?i)ſ', ''
    )

    # Each part of the grammar at least once.
    static [string[]] $Layouts = @(
        'u16 n; u32[n] t', 'u8 n; char[n + 1 & 7] s; u8[*] rest', 'cstring a, b', 'utf16[] a', 'latin1[*] a', 'varint a; svarint b', 'u8 n; varint[n] v', 'u24 a; i24be b', '"\0\0" magic; u8 a', '"PK\x03\x04"; u16 v = 2', 'u16 v = 0; u8 a', 'u16 a:12, b:4', 'u16be a:3, :9, b:4', 'u8 :4 = 0, a:4', 'u8 a:3; u8 :0; u8 b:3'
        'enum u16 { none, exec = 2, dyn } k', 'enum kind : u8 { a, b = 5 }; kind k; kind[3] l', 'enum i8 { low = -128, all = 0xFF } k', 'flags u32 { x, w, r } mode', 'flags i8 { x, y = 0x80 } a, b', 'enum u8 { none, some = 2 } k; if (k == none) u8 x else u16 x', 'enum u8 { a, x } k; enum u8 { b, c, x } m; if (m == x) u8 y'
        'u8 o; @(o % 8 + 1) u8 a; @0 u16 all', 'u8 o; @o u8 a', 'u8 n; pad[n % 4]; align[4] u8 a', 'u8 f; if (f & 1) { u8 a } else if (f & 2) u16 a; else { u32 a; u8 b }', 'u8 f; if (f) if (f > 1) u8 a else u8 b else u8 c', '{ u8 n; u8 m } h; u8[h.n % 4] a', 'u8 n; { u8 m; u8[m % 3] y }[n % 3] p', 'struct p { u8 m; u8[m] y }; p[*] all'
        'typedef struct tag { unsigned long int a; } tag_t; tag_t b', 'typedef struct { u8 a; } name; name b', 'struct x { uint16_t n; char s[6]; } __attribute__((packed));', '#include <x.h>' + "`n" + 'struct y { const unsigned char a[2]; };', '__le16 a; __be32 b', 'ELF64 elf', 'GUID a; MBR[2] b', 'u8 a; u8 b = a'
    )

    static [string[]] $Definitions = @(
        'u8 a', 'u8 a; u16 b; i32 c', 'u32be n; u64le m', 'f32 x; f64 y; f16 z', 'char[8] name', 'wchar[4] w', 'u8[4] a', 'u8[2][3] a', '{ u8 x; u16 y } p', '{ u8 x } [3] p', 'bool b', 'guid g', '@16 u8 a', '@512', 'align[8]; u8 a', 'u16 x, y', 'struct p { u16 x; u16 y }; p[2] q'
        'utf16be[4] t', 'decimal d', 'bool32 f', 'u8[0x10] a', '@-1 u8 a', '@99999999999999999999 u8 a', 'align[3]', 'align[0]', 'pad[3]', 'u8 a;; u8 b', 'u8', 'a', '', ' ', ';', 'u8 a; u8 a', 'u8[0] a', 'u8[-1] a', 'u8[99999999999] a', 'u8[2147483647] a', 'u9 a', 'u8 1a', 'u8 a b', 'u8[ a', 'u8] a', '{ u8 a', 'u8 a }', '{ } a', 'u8 a // c', 'u8 a # c'
        '/* u8 a */', "u8 a`nu16 b", "u8 a`r`n", "u8`0 a", 'u8 ä', 'u8 ı', 'U8 A', 'I32 X', 'struct { u8 a } b', 'string s', 'u8[n] a', 'u8 n; u8[n] a', 'x y', 'x[3] y', 'u8 *p', 'u64 p->q', 'char[] s', 'u8 class', "u8 a`e[31m", 'u8 "a"', 'u128 a', 'f80 a'
    ) + [FuzzText]::Layouts + @(
        # What these would mean is refused.
        'enum char { a } b', 'enum u8 { a, A } b', 'enum i8 { a = 256 } b', 'enum u8 { } b', 'flags cstring { a } b', 'varintbe a', 'charle a', 'else u8 a', 'u8 n; if (n) u8 a else u8 b else u8 c', 'u8 n; if (n', 'u8 n; if (n) { u8 a', 'typedef u8 x', 'typedef struct { u8 a; } flags'
        'u8 k; @(1-2) u8 a', 'u8[1/0] a', 'u8 n; u8[n+] a', 'u8 n; u8[n<<200] a', 'u8 :9 a', 'u8 a:9', 'u8 :4 = 99, a:4', 'f32 a = 1', 'u8 a = 256', '"" a', '"\q" a', '"ä"', '"PK', 'cstring[3] a', 'u8[] a', 'align[n]', 'cstring a; u8 RecordSize', 'enum u8 { a, x } k; enum u8 { b, c, x } m; u8[x] y'
    )

    static [string[]] $Wildcards = @('*', '?', '*.*', '[a-z]*', '[!a]*', '[', '[a', 'a]', '[]', '[]]', '[a-]', '[z-a]', '``*', '`', '``[', '**', '*`0*', '***************x', 'f*', '[f]*', '?????', '{a,b}', '*?*', "*`n*")

    static [string[]] $Names = @(
        'file', 'other', 'empty', 'new', 'f[1]', '[', ']', '-', '--', '-Path', '-rf', ' ', '  file', 'file ', '.', "a`nb", "a`rb", "a`tb", "a`0b", "`0", "`e[31mred`e[0m", "`e]0;t`a", 'a;b', 'a|b', 'a&b', '$x', '$(x)', '`', '"', "'", '%s', '%n', '*', '?', 'a*b', '#', '@', '!', '{}', '()'
        "`u{202e}gnp", "e`u{301}", 'é', 'ı', 'İ', 'ß', "`u{d800}", "a`u{dc00}b", "`u{1f600}", "`u{feff}", 'NUL', 'CON', 'file.', 'sub/file', 'sub/', 'sub//file', './file', './sub/./file', 'file/', 'file/x', 'none/x', 'link', 'loop', 'dangling', 'pipe', 'sub', 'a:b', '0', '-1', '1', 'True'
    )

    # What must never be reached by chance: folders above, the home folder, other drives.
    static [string] Harmless([string] $Text) {
        return ($Text -replace '^[\s~/\\]+' -replace '\.\.', '.' -replace '^([^/\\]*):', '$1;')
    }

    static [string[]] All([FuzzRandom] $Random) {
        switch ($Random.Below(7)) {
            0 { return [FuzzText]::Numbers }
            1 { return [FuzzText]::Encodings }
            2 { return [FuzzText]::Hex }
            3 { return [FuzzText]::Patterns }
            4 { return [FuzzText]::Definitions }
            5 { return [FuzzText]::Wildcards }
        }

        return [FuzzText]::Names
    }

    static [string] Any([FuzzRandom] $Random) {
        $text = [string] $Random.Pick([FuzzText]::All($Random))
        if ($Random.Chance(0.5)) {
            $text = [FuzzText]::Mutate($Random, $text)
        }

        return [FuzzText]::Harmless($text)
    }

    static [string] Mutate([FuzzRandom] $Random, [string] $Text) {
        $result = $Text
        for ($round = $Random.Below(3); $round -ge 0; $round--) {
            $at = $Random.Below($result.Length + 1)
            switch ($Random.Below(8)) {
                0 { $result = $result.Insert($at, [string] $Random.Pick(@("`0", "`n", '-', '[', ']', "`e", '*', '?', '\', '(', ')', '{', '}', ';', '"', "'", '9', 'E', 'ı', 'İ', '٣', ',', '.', ' '))) }
                1 { if ($at -lt $result.Length) { $result = $result.Remove($at, 1) } }
                2 { $result = $result.Substring($at) }
                3 { $result = $result.Substring(0, $at) }
                4 { $result += [FuzzText]::All($Random)[0] }
                5 { $result = $result.Insert($at, [string] $Random.Pick([FuzzText]::All($Random))) }
                6 { if ($result.Length -in 1..40) { $result = $result * $Random.Pick(@(2, 3, 40, 500)) } }
                7 { $result = $Random.Chance(0.5) ? $result.ToUpperInvariant() : $result.ToLowerInvariant() }
            }
        }

        return $result.Length -gt 20000 ? $result.Substring(0, 20000) : $result
    }
}
