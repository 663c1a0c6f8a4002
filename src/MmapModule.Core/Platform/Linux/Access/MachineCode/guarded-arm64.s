// The source of GuardedCode.Arm64.cs, for GNU as. A test assembles it and compares the bytes.
// Handlers look at the program counter in the context (440 bytes into it) and at nothing else. Loads acquire and stores
// release, as plain instructions of x64 do; an exchange is a full fence, and needs no more than the first A64.
        .text

        .macro  handler previous
        hint    34                      // bti c
        ldr     x3, [x2, 440]
        adr     x4, exchange32
        cmp     x3, x4
        b.lo    1f
        adr     x4, fault
        cmp     x3, x4
        b.hs    1f
        adr     x5, copy
        cmp     x3, x5
        b.lo    2f
        adr     x4, copyBytes
        cmp     x3, x4
        b.lo    2f
        adr     x4, copyFault
2:      str     x4, [x2, 440]
        ret
1:      ldr     x16, \previous
        br      x16
        .endm

        .macro  exchange value, expected, desired
        hint    34
        dmb     ish
1:      ldaxr   \value, [x0]
        cmp     \value, \expected
        b.ne    2f
        stlxr   w5, \desired, [x0]
        cbnz    w5, 1b
2:      dmb     ish
        str     x4, [x3]
        mov     w0, 0
        ret
        .endm

        .macro  load mnemonic, value
        hint    34
        \mnemonic \value, [x0]
        ldr     x4, [x1]
        stp     x3, x4, [x2]
        mov     w0, 0
        ret
        .endm

        .macro  store mnemonic, value
        hint    34
        \mnemonic \value, [x0]
        mov     w0, 0
        ret
        .endm

onBus:  handler previousBus
onSegv: handler previousSegv

exchange32:
        exchange w4, w1, w2
exchange64:
        exchange x4, x1, x2
store8: store   stlrb, w1
store16:
        store   stlrh, w1
store32:
        store   stlr, w1
store64:
        store   stlr, x1
load8:  load    ldarb, w3
load16: load    ldarh, w3
load32: load    ldar, w3
load64: load    ldar, x3

// long copy(byte* to, byte* from, long count): how many bytes were not copied. A fault in here goes on with single bytes.
copy:   hint    34
1:      cmp     x2, 64
        b.lo    2f
        ldp     q0, q1, [x1]
        ldp     q2, q3, [x1, 32]
        stp     q0, q1, [x0]
        stp     q2, q3, [x0, 32]
        add     x1, x1, 64
        add     x0, x0, 64
        sub     x2, x2, 64
        b       1b
2:      cmp     x2, 8
        b.lo    copyBytes
        ldr     x3, [x1]
        str     x3, [x0]
        add     x1, x1, 8
        add     x0, x0, 8
        sub     x2, x2, 8
        b       2b

// All that is left, byte by byte. A fault in here is at the first byte that cannot be copied.
copyBytes:
        cbz     x2, 1f
        ldrb    w3, [x1]
        strb    w3, [x0]
        add     x1, x1, 1
        add     x0, x0, 1
        sub     x2, x2, 1
        b       copyBytes
1:      mov     x0, 0
        ret

// Where a fault goes on; the functions keep the link register and the stack as they were.
fault:  mov     w0, 1
        ret
copyFault:
        mov     x0, x2
        ret

        .balign 8
previousBus:
        .quad   0
previousSegv:
        .quad   0

clock:  hint    34
        mrs     x0, cntvct_el0
        ret

// How often the clock ticks in a second.
frequency:
        hint    34
        mrs     x0, cntfrq_el0
        ret
