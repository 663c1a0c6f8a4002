/* The physical limit for searching a map: memmem or memchr over it, on one core. Prints the better of two passes in milliseconds. */
#define _GNU_SOURCE
#include "limit.h"

int main(int argc, char **argv)
{
    size_t length = 0;
    if (argc != 4)
    {
        fprintf(stderr, "usage: search_limit FILE memmem|memchr TEXT\n");
        return 2;
    }

    char *map = map_file(argv[1], &length);
    const char *text = argv[3];
    size_t size = strlen(text);
    double best = 1e300;
    size_t hits = 0;
    for (int pass = 0; pass < 2; pass++)
    {
        double start = now();
        char *at = map;
        hits = 0;
        for (;;)
        {
            size_t rest = length - (size_t)(at - map);
            at = argv[2][3] == 'c' ? memchr(at, text[0], rest) : memmem(at, rest, text, size);
            if (at == NULL)
            {
                break;
            }

            hits++;
            at++;
        }

        double time = now() - start;
        best = time < best ? time : best;
    }

    fprintf(stderr, hits == 0 ? "no hit\n" : "");
    printf("%.3f\n", best);
    return 0;
}
