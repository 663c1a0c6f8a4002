/* What a message of 64 bytes costs in C that is sent and received by one process: mq_send and mq_receive. Prints the
   milliseconds of ROUNDS. */
#define _GNU_SOURCE
#include "limit.h"
#include <mqueue.h>

int main(int argc, char **argv)
{
    long rounds = argc == 2 ? atol(argv[1]) : 0;
    if (rounds == 0)
    {
        fprintf(stderr, "usage: queue_limit ROUNDS\n");
        return 2;
    }

    char name[64], message[64] = { 0 };
    struct mq_attr size = { .mq_maxmsg = 4, .mq_msgsize = sizeof message };
    snprintf(name, sizeof name, "/queue-limit-%d", getpid());
    mqd_t queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &size);
    mq_unlink(name);
    if (queue == (mqd_t) -1)
    {
        perror("mq_open");
        return 3;
    }

    double start = now();
    for (long i = 0; i < rounds; i++)
    {
        if (mq_send(queue, message, sizeof message, 0) != 0 || mq_receive(queue, message, sizeof message, NULL) < 0)
        {
            perror("queue");
            return 4;
        }
    }

    printf("%.3f\n", now() - start);
    return 0;
}
