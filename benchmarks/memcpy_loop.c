/* The physical limit for reading a map: memcpy from it, 4 MiB at a time. Prints the best time in milliseconds. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    const size_t chunk = 4 << 20;
    struct stat status;
    int fd = argc == 3 ? open(argv[1], O_RDONLY) : -1;
    if (fd < 0 || fstat(fd, &status) != 0)
    {
        fprintf(stderr, "usage: memcpy_loop FILE REPETITIONS\n");
        return 2;
    }

    char *map = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd, 0);
    char *buffer = malloc(chunk);
    double best = 1e300;
    unsigned sum = 0;
    if (map == MAP_FAILED || buffer == NULL)
    {
        return 2;
    }

    memset(buffer, 1, chunk);
    for (int i = atoi(argv[2]); i > 0; i--)
    {
        double start = now();
        for (off_t offset = 0; offset < status.st_size; offset += (off_t)chunk)
        {
            size_t count = (size_t)(status.st_size - offset) < chunk ? (size_t)(status.st_size - offset) : chunk;
            memcpy(buffer, map + offset, count);
            sum += (unsigned char)buffer[0]; /* so that no copy is optimised away */
        }

        double time = now() - start;
        best = time < best ? time : best;
    }

    printf("%.3f\n", best);
    return sum == 0xFFFFFFFFu;
}
