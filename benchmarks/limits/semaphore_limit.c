/* What taking and giving back a permit costs in C: "calls" makes two system calls that do nothing, "libc" sem_post and
   sem_wait on a named semaphore, "semop" the same with System V. Prints the milliseconds of ROUNDS. */
#define _GNU_SOURCE
#include "limit.h"
#include <semaphore.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/syscall.h>

int main(int argc, char **argv)
{
    long rounds = argc == 3 ? atol(argv[2]) : 0;
    if (rounds == 0)
    {
        fprintf(stderr, "usage: semaphore_limit calls|libc|semop ROUNDS\n");
        return 2;
    }

    char name[64];
    snprintf(name, sizeof name, "/semaphore-limit-%d", getpid());
    sem_t *semaphore = sem_open(name, O_CREAT | O_EXCL, 0600, 1);
    sem_unlink(name);
    int set = semget(IPC_PRIVATE, 1, 0600);
    struct sembuf take = { 0, -1, SEM_UNDO }, give = { 0, 1, SEM_UNDO };
    if (semaphore == SEM_FAILED || set < 0 || semop(set, &give, 1) != 0)
    {
        perror("semaphores");
        return 3;
    }

    double start = now();
    for (long i = 0; i < rounds; i++)
    {
        switch (argv[1][0])
        {
            case 'c': syscall(SYS_getppid); syscall(SYS_getppid); break;
            case 'l': sem_post(semaphore); sem_wait(semaphore); break;
            default: semop(set, &give, 1); semop(set, &take, 1); break;
        }
    }

    printf("%.3f\n", now() - start);
    semctl(set, 0, IPC_RMID);
    return 0;
}
