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
        lea     rcx, [rip + fault]
        mov     [rdx + 168], rcx
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
        .org    0x40, 0xCC
onSegv: handler previousSegv

        .org    0x80, 0xCC
exchange32:
        endbr64
        mov     eax, esi
        lock cmpxchg [rdi], edx
        mov     [rcx], rax
        xor     eax, eax
        ret

        .org    0x90, 0xCC
exchange64:
        endbr64
        mov     rax, rsi
        lock cmpxchg [rdi], rdx
        mov     [rcx], rax
        xor     eax, eax
        ret

        .org    0xB0, 0xCC
store32:
        store   mov [rdi], esi
        .org    0xC0, 0xCC
store64:
        store   mov [rdi], rsi
        .org    0xD0, 0xCC
load8:  load    movzx eax, byte ptr [rdi]
        .org    0xE8, 0xCC
store8: store   mov [rdi], sil
        .org    0xF4, 0xCC
store16:
        store   mov [rdi], si
        .org    0x100, 0xCC
load16: load    movzx eax, word ptr [rdi]
        .org    0x120, 0xCC
load32: load    mov eax, [rdi]
        .org    0x140, 0xCC
load64: load    mov rax, [rdi]

# Where a fault goes on; the stack is as at the call, since the functions do not touch it.
        .org    0x160, 0xCC
fault:  mov     eax, 1
        ret

        .org    0x170, 0xCC
previousBus:
        .quad   0
previousSegv:
        .quad   0

clock:  endbr64
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        ret
