# The source of GuardedCode.X64.cs, for GNU as. A test assembles it and compares the bytes.
# The calling convention of Windows: rcx, rdx, r8, r9; only rax, r10, r11 and xmm0 to xmm5 may be changed besides. Nothing uses the
# stack, so that these are leaf functions, which may be unwound without unwind data.
# The handler gets the addresses of the exception record (code at 0) and of the context (Rip at 248), and looks at nothing else.
        .intel_syntax noprefix
        .text

        .macro load mnemonic:vararg
        endbr64
        \mnemonic
        mov     r10, [rdx]
        mov     [r8], rax
        mov     [r8 + 8], r10
        xor     eax, eax
        ret
        .endm

        .macro store mnemonic:vararg
        endbr64
        \mnemonic
        xor     eax, eax
        ret
        .endm

onException:
        endbr64
        mov     rax, [rcx]
        mov     r10, [rcx + 8]
        mov     eax, [rax]
        cmp     eax, 0xC0000005         # access violation
        je      1f
        cmp     eax, 0xC0000006         # in-page error
        je      1f
        cmp     eax, 0x80000001         # guard page
        jne     3f
1:      mov     rax, [r10 + 248]
        lea     r11, [rip + exchange32]
        cmp     rax, r11
        jb      3f
        lea     r11, [rip + fault]
        cmp     rax, r11
        jae     3f
        lea     r11, [rip + copyBytes]
        cmp     rax, r11
        lea     r11, [rip + copyFault]
        jae     2f
        lea     r11, [rip + copy]
        cmp     rax, r11
        lea     r11, [rip + copyBytes]
        jae     2f
        lea     r11, [rip + fault]
2:      mov     [r10 + 248], r11
        mov     eax, -1                 # EXCEPTION_CONTINUE_EXECUTION
        ret
3:      xor     eax, eax                # EXCEPTION_CONTINUE_SEARCH
        ret

        .balign 16, 0xCC
exchange32:
        endbr64
        mov     eax, edx
        lock cmpxchg [rcx], r8d
        mov     [r9], rax
        xor     eax, eax
        ret

        .balign 16, 0xCC
exchange64:
        endbr64
        mov     rax, rdx
        lock cmpxchg [rcx], r8
        mov     [r9], rax
        xor     eax, eax
        ret

        .balign 16, 0xCC
store8: store   mov [rcx], dl
        .balign 16, 0xCC
store16:
        store   mov [rcx], dx
        .balign 16, 0xCC
store32:
        store   mov [rcx], edx
        .balign 16, 0xCC
store64:
        store   mov [rcx], rdx
        .balign 16, 0xCC
load8:  load    movzx eax, byte ptr [rcx]
        .balign 16, 0xCC
load16: load    movzx eax, word ptr [rcx]
        .balign 16, 0xCC
load32: load    mov eax, [rcx]
        .balign 16, 0xCC
load64: load    mov rax, [rcx]

        .balign 16, 0xCC
copy:   endbr64
1:      cmp     r8, 64
        jb      2f
        movdqu  xmm0, [rdx]
        movdqu  xmm1, [rdx + 16]
        movdqu  xmm2, [rdx + 32]
        movdqu  xmm3, [rdx + 48]
        movdqu  [rcx], xmm0
        movdqu  [rcx + 16], xmm1
        movdqu  [rcx + 32], xmm2
        movdqu  [rcx + 48], xmm3
        add     rdx, 64
        add     rcx, 64
        sub     r8, 64
        jmp     1b
2:      cmp     r8, 8
        jb      copyBytes
        mov     rax, [rdx]
        mov     [rcx], rax
        add     rdx, 8
        add     rcx, 8
        sub     r8, 8
        jmp     2b

copyBytes:
        test    r8, r8
        je      1f
        mov     al, [rdx]
        mov     [rcx], al
        inc     rdx
        inc     rcx
        dec     r8
        jmp     copyBytes
1:      xor     eax, eax
        ret

        .balign 16, 0xCC
fault:  mov     eax, 1
        ret

        .balign 16, 0xCC
copyFault:
        mov     rax, r8
        ret
