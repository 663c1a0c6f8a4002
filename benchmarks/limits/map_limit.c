/* What mapping and unmapping a file costs without any program around it. Prints the milliseconds of COUNT rounds. */
#include "limit.h"

int main(int argc, char **argv)
{
    long count = argc == 3 ? atol(argv[2]) : 0;
    if (count == 0)
    {
        fprintf(stderr, "usage: map_limit FILE COUNT\n");
        return 2;
    }

    double start = now();
    for (long i = 0; i < count; i++)
    {
        struct stat status;
        int fd = open(argv[1], O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &status) != 0)
        {
            perror(argv[1]);
            return 2;
        }

        void *map = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd, 0);
        if (map == MAP_FAILED)
        {
            perror("mmap");
            return 2;
        }

        munmap(map, (size_t)status.st_size);
        close(fd);
    }

    printf("%.3f\n", now() - start);
    return 0;
}
