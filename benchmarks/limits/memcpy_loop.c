/* The physical limit for reading a map: memcpy from it, 4 MiB at a time. Prints the better of two passes in milliseconds. */
#include "limit.h"

int main(int argc, char **argv)
{
    const size_t chunk = 4 << 20;
    size_t length = 0;
    if (argc != 2)
    {
        fprintf(stderr, "usage: memcpy_loop FILE\n");
        return 2;
    }

    char *map = map_file(argv[1], &length);
    char *buffer = malloc(chunk);
    double best = 1e300;
    unsigned sum = 0;
    memset(buffer, 1, chunk);
    for (int pass = 0; pass < 2; pass++)
    {
        double start = now();
        for (size_t offset = 0; offset < length; offset += chunk)
        {
            memcpy(buffer, map + offset, length - offset < chunk ? length - offset : chunk);
            sum += (unsigned char)buffer[0]; /* so that no copy is optimised away */
        }

        double time = now() - start;
        best = time < best ? time : best;
    }

    printf("%.3f\n", best);
    return sum == 0xFFFFFFFFu;
}
