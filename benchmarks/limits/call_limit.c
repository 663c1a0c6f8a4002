/* What one system call costs that reads or writes 4 bytes of a map of a file. Prints the milliseconds of CALLS calls. */
#define _GNU_SOURCE
#include "limit.h"
#include <sys/uio.h>

int main(int argc, char **argv)
{
    int fd = argc == 4 ? open(argv[1], O_RDWR) : -1;
    long calls = argc == 4 ? atol(argv[3]) : 0;
    char *map = fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
    {
        fprintf(stderr, "usage: call_limit FILE pread|readv|writev CALLS\n");
        return 2;
    }

    int value = *(volatile int *)(map + 64);
    struct iovec local = { &value, sizeof value };
    struct iovec remote = { map + 64, sizeof value };
    pid_t self = getpid();
    ssize_t sum = 0;
    double start = now();
    for (long i = 0; i < calls; i++)
    {
        sum += argv[2][0] == 'p' ? pread(fd, &value, sizeof value, 64)
            : argv[2][0] == 'r' ? process_vm_readv(self, &local, 1, &remote, 1, 0)
            : process_vm_writev(self, &local, 1, &remote, 1, 0);
    }

    printf("%.3f\n", now() - start);
    return sum != calls * (ssize_t)sizeof value;
}
