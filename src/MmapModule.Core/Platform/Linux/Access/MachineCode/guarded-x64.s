# The source of GuardedCode.X64.cs, for GNU as. A test assembles it and compares the bytes.
# Handlers look at the instruction pointer in the context (168 bytes into it) and at nothing else.
        .intel_syntax noprefix
        .text

        .macro handler previous
        endbr64
        mov     rax, [rdx + 168]
        lea     rcx, [rip + exchange32]
        cmp     rax, rcx
        jb      1f
        lea     rcx, [rip + fault]
        cmp     rax, rcx
        jae     1f
        lea     rcx, [rip + copyBytes]
        cmp     rax, rcx
        lea     rcx, [rip + copyFault]
        jae     2f
        lea     rcx, [rip + copy]
        cmp     rax, rcx
        lea     rcx, [rip + copyBytes]
        jae     2f
        lea     rcx, [rip + fault]
2:      mov     [rdx + 168], rcx
        ret
1:      jmp     [rip + \previous]
        .endm

        .macro load mnemonic:vararg
        endbr64
        \mnemonic
        mov     rcx, [rsi]
        mov     [rdx], rax
        mov     [rdx + 8], rcx
        xor     eax, eax
        ret
        .endm

        .macro store mnemonic:vararg
        endbr64
        \mnemonic
        xor     eax, eax
        ret
        .endm

onBus:  handler previousBus
        .org    0x60, 0xCC
onSegv: handler previousSegv

        .org    0xC0, 0xCC
exchange32:
        endbr64
        mov     eax, esi
        lock cmpxchg [rdi], edx
        mov     [rcx], rax
        xor     eax, eax
        ret

        .org    0xD0, 0xCC
exchange64:
        endbr64
        mov     rax, rsi
        lock cmpxchg [rdi], rdx
        mov     [rcx], rax
        xor     eax, eax
        ret

        .org    0xF0, 0xCC
store32:
        store   mov [rdi], esi
        .org    0x100, 0xCC
store64:
        store   mov [rdi], rsi
        .org    0x110, 0xCC
load8:  load    movzx eax, byte ptr [rdi]
        .org    0x128, 0xCC
store8: store   mov [rdi], sil
        .org    0x134, 0xCC
store16:
        store   mov [rdi], si
        .org    0x140, 0xCC
load16: load    movzx eax, word ptr [rdi]
        .org    0x160, 0xCC
load32: load    mov eax, [rdi]
        .org    0x180, 0xCC
load64: load    mov rax, [rdi]

# long copy(byte* to, byte* from, long count): how many bytes were not copied. A fault in here goes on with single bytes.
        .org    0x1A0, 0xCC
copy:   endbr64
        cmp     rdx, 64
        jb      2f
1:      movdqu  xmm0, [rsi]
        movdqu  xmm1, [rsi + 16]
        movdqu  xmm2, [rsi + 32]
        movdqu  xmm3, [rsi + 48]
        movdqu  [rdi], xmm0
        movdqu  [rdi + 16], xmm1
        movdqu  [rdi + 32], xmm2
        movdqu  [rdi + 48], xmm3
        add     rsi, 64
        add     rdi, 64
        sub     rdx, 64
        cmp     rdx, 64
        jae     1b
2:      cmp     rdx, 8
        jb      copyBytes
        mov     rax, [rsi]
        mov     [rdi], rax
        add     rsi, 8
        add     rdi, 8
        sub     rdx, 8
        jmp     2b

# All that is left, byte by byte. A fault in here is at the first byte that cannot be copied.
copyBytes:
        test    rdx, rdx
        jz      1f
        mov     al, [rsi]
        mov     [rdi], al
        inc     rsi
        inc     rdi
        dec     rdx
        jmp     copyBytes
1:      xor     eax, eax
        ret

# Where a fault goes on; the stack is as at the call, since the functions do not touch it.
        .org    0x230, 0xCC
fault:  mov     eax, 1
        ret
copyFault:
        mov     rax, rdx
        ret

        .org    0x240, 0xCC
previousBus:
        .quad   0
previousSegv:
        .quad   0

clock:  endbr64
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        ret
