# A sandbox for another program: a seccomp filter, as service managers and containers install one.

function Build-TestSandbox {
    <#
    .SYNOPSIS
        Compiles a program that runs another one under a filter: SANDBOX KILL DENY ADVICE PROGRAM ...
        KILL and DENY are numbers of system calls with commas between them. Those end the process, or fail with EPERM;
        a number of an error may follow after a colon, as in 74:4.
        ADVICE is 'all', or 'old' for a kernel whose madvise does not know MADV_POPULATE_READ and MADV_POPULATE_WRITE.
    #>
    [OutputType([string])]
    param()

    Build-TestC @'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct sock_filter code[256];
static int length;

static void add(struct sock_filter one) { code[length++] = one; }
static void load(unsigned offset) { add((struct sock_filter) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)); }
static void give(unsigned action) { add((struct sock_filter) BPF_STMT(BPF_RET | BPF_K, action)); }
static void unless_skip(unsigned value, int count) { add((struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count)); }

static void each(char *list, unsigned action) {
    for (char *number = strtok(list, ","); number; number = strtok(NULL, ",")) {
        char *error = strchr(number, ':');
        unless_skip(atoi(number), 1);
        give(error ? SECCOMP_RET_ERRNO | atoi(error + 1) : action);
    }
}

int main(int argc, char **argv) {
    load(offsetof(struct seccomp_data, nr));
    each(argv[1], SECCOMP_RET_KILL_PROCESS);
    each(argv[2], SECCOMP_RET_ERRNO | EPERM);
    if (strcmp(argv[3], "old") == 0) {
        unless_skip(SYS_madvise, 5);
        load(offsetof(struct seccomp_data, args[2]));
        unless_skip(22, 1);
        give(SECCOMP_RET_ERRNO | EINVAL);
        unless_skip(23, 1);
        give(SECCOMP_RET_ERRNO | EINVAL);
    }
    give(SECCOMP_RET_ALLOW);
    struct sock_fprog program = { length, code };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) { perror("prctl"); return 2; }
    execv(argv[4], argv + 4);
    perror("execv");
    return 2;
}
'@
}
