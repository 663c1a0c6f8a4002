/* What taking and giving back a file lock costs in C: flock(2) twice on a file that stays open. Prints the milliseconds of
   ROUNDS. */
#define _GNU_SOURCE
#include "limit.h"
#include <sys/file.h>

int main(int argc, char **argv)
{
    long rounds = argc == 3 ? atol(argv[2]) : 0;
    int file = rounds == 0 ? -1 : open(argv[1], O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
    {
        fprintf(stderr, "usage: lock_limit FILE ROUNDS\n");
        return 2;
    }

    double start = now();
    for (long i = 0; i < rounds; i++)
    {
        if (flock(file, LOCK_EX | LOCK_NB) != 0 || flock(file, LOCK_UN) != 0)
        {
            perror("flock");
            return 3;
        }
    }

    printf("%.3f\n", now() - start);
    unlink(argv[1]);
    return 0;
}
