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
        str     x4, [x2, 440]
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

// Where a fault goes on; the functions keep the link register and the stack as they were.
fault:  mov     w0, 1
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
