/* The physical limit for copying a file into a new one: pread and pwrite, 1 MiB at a time. Prints milliseconds. */
#include "limit.h"

int main(int argc, char **argv)
{
    const size_t chunk = 1 << 20;
    char *buffer = malloc(chunk);
    int from = argc == 3 ? open(argv[1], O_RDONLY) : -1;
    int to = argc == 3 ? open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (from < 0 || to < 0)
    {
        fprintf(stderr, "usage: copy_limit FILE NEW_FILE\n");
        return 2;
    }

    double start = now();
    ssize_t got;
    while ((got = read(from, buffer, chunk)) > 0)
    {
        if (write(to, buffer, (size_t)got) != got)
        {
            perror("write");
            return 2;
        }
    }

    close(to);
    printf("%.3f\n", now() - start);
    return 0;
}
