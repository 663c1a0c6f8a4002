/* The limit for one core that searches a map: memmem for a text, or counting a byte. Prints the best time in milliseconds, then the hits. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static size_t count_text(const unsigned char *map, size_t size, const char *text)
{
    size_t hits = 0;
    size_t length = strlen(text);
    const unsigned char *end = map + size;
    for (const unsigned char *at = map; (at = memmem(at, (size_t)(end - at), text, length)) != NULL; at += length)
    {
        hits++;
    }

    return hits;
}

/* The inner loop is one that compilers turn into vector code. */
static size_t count_byte(const unsigned char *map, size_t size, unsigned char byte)
{
    size_t hits = 0;
    for (size_t start = 0; start < size; start += 128)
    {
        size_t end = size - start < 128 ? size : start + 128;
        unsigned char few = 0;
        for (size_t i = start; i < end; i++)
        {
            few += map[i] == byte;
        }

        hits += few;
    }

    return hits;
}

int main(int argc, char **argv)
{
    struct stat status;
    int fd = argc == 4 ? open(argv[1], O_RDONLY) : -1;
    if (fd < 0 || fstat(fd, &status) != 0 || argv[2][0] == '\0')
    {
        fprintf(stderr, "usage: search_loop FILE TEXT REPETITIONS\n       a TEXT of one byte is counted\n");
        return 2;
    }

    size_t size = (size_t)status.st_size;
    unsigned char *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    double best = 1e300;
    size_t hits = 0;
    if (map == MAP_FAILED)
    {
        return 2;
    }

    for (int i = atoi(argv[3]); i > 0; i--)
    {
        double start = now();
        hits = argv[2][1] == '\0' ? count_byte(map, size, (unsigned char)argv[2][0]) : count_text(map, size, argv[2]);
        double time = now() - start;
        best = time < best ? time : best;
    }

    printf("%.3f %zu\n", best, hits);
    return 0;
}
