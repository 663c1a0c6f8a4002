using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A C program that uses shared queues by what docs/shared-queue.md says about their bytes.</summary>
internal sealed class SharedQueueProgram : CProgram
{
    /// <summary>
    /// "header": prints the sizes and what is in the queue. "send", "flood", "receive" and "swallow": as those of
    /// <see cref="QueueProgram"/>. "die-sending" and "die-receiving": ends by SIGKILL between the copy and the commit, with the
    /// lock. "hold": takes both locks and keeps them until it is killed. "occupy": attaches to all slots but COUNT.
    /// </summary>
    private const string Source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <linux/futex.h>
        #include <signal.h>
        #include <stdatomic.h>
        #include <stdint.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/mman.h>
        #include <sys/stat.h>
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>

        enum { SEND_LOCK = 64, TAIL = 72, RECEIVE_LOCK = 128, HEAD = 136, MESSAGES = 192, ROOM = 256, RING = 4096, SLOTS = 1000 };
        #define WAITERS 0x80000000u

        static int file;
        static uint32_t slot;
        static uint64_t capacity;
        static unsigned char *map;

        static _Atomic uint32_t *word(int offset) { return (_Atomic uint32_t *) (map + offset); }
        static _Atomic uint64_t *end(int offset) { return (_Atomic uint64_t *) (map + offset); }

        static int lock_slot(uint32_t number, short type) {
            struct flock one = { .l_type = type, .l_whence = SEEK_SET, .l_start = number, .l_len = 1 };
            return fcntl(file, F_OFD_SETLK, &one);
        }

        static long wait_for(_Atomic uint32_t *at, uint32_t value) {
            struct timespec time = { 0, 20000000 };
            return syscall(SYS_futex, at, FUTEX_WAIT, value, &time, NULL, 0);
        }

        static long wake(_Atomic uint32_t *at) { return syscall(SYS_futex, at, FUTEX_WAKE, 1, NULL, NULL, 0); }

        static void leave(int lock) { if (atomic_exchange(word(lock), 0) & WAITERS) wake(word(lock)); }

        static void enter(int lock) {
            uint32_t found = 0;
            if (atomic_compare_exchange_strong(word(lock), &found, slot)) return;
            for (;;) {
                found = 0;
                if (atomic_compare_exchange_strong(word(lock), &found, slot | WAITERS)) return;
                uint32_t holder = found & ~WAITERS;
                if (lock_slot(holder, F_WRLCK) == 0) {
                    int taken = atomic_compare_exchange_strong(word(lock), &found, slot | WAITERS);
                    lock_slot(holder, F_UNLCK);
                    if (taken) return;
                } else if ((found & WAITERS) || atomic_compare_exchange_strong(word(lock), &found, found | WAITERS))
                    wait_for(word(lock), found | WAITERS);
            }
        }

        static void attach(void) {
            for (slot = 1; slot <= SLOTS && lock_slot(slot, F_WRLCK) != 0; slot++) { }
            if (slot > SLOTS) { fprintf(stderr, "no slot\n"); exit(5); }
            for (int i = 0; i < 2; i++) {
                _Atomic uint32_t *lock = word(i ? SEND_LOCK : RECEIVE_LOCK);
                uint32_t found = atomic_load(lock);
                if ((found & ~WAITERS) == slot) { atomic_compare_exchange_strong(lock, &found, 0); wake(lock); }
            }
        }

        static uint32_t announce(int signal) {
            uint32_t found = atomic_load(word(signal)), wanted;
            do wanted = (found + 2) | 1; while (!atomic_compare_exchange_strong(word(signal), &found, wanted));
            return wanted;
        }

        static void notify(int signal) {
            uint32_t found = atomic_load(word(signal));
            if ((found & 1) && wake(word(signal)) == 0) atomic_compare_exchange_strong(word(signal), &found, (found + 2) & ~1u);
        }

        static void copy_in(uint64_t at, const void *bytes, size_t length) {
            size_t first = length < capacity - at ? length : capacity - at;
            memcpy(map + RING + at, bytes, first);
            memcpy(map + RING, (const char *) bytes + first, length - first);
        }

        static void copy_out(uint64_t at, void *bytes, size_t length) {
            size_t first = length < capacity - at ? length : capacity - at;
            memcpy(bytes, map + RING + at, first);
            memcpy((char *) bytes + first, map + RING, length - first);
        }

        static uint64_t used(uint64_t head, uint64_t tail) {
            if (head == tail) return 0;
            uint64_t from = (uint32_t) head, to = (uint32_t) tail;
            return to > from ? to - from : to + capacity - from;
        }

        static uint64_t after(uint64_t here, uint64_t frame) {
            return ((here >> 32) + 1) << 32 | ((uint32_t) here + frame) % capacity;
        }

        static void queue_send(const void *bytes, uint32_t length, int dies) {
            for (;;) {
                enter(SEND_LOCK);
                uint64_t tail = atomic_load(end(TAIL)), head = atomic_load(end(HEAD));
                if (capacity - used(head, tail) >= 8 + (uint64_t) length) {
                    uint32_t frame[2] = { length, (uint32_t) (tail >> 32) };
                    copy_in((uint32_t) tail, frame, 8);
                    copy_in(((uint32_t) tail + 8) % capacity, bytes, length);
                    if (dies) raise(SIGKILL);
                    atomic_store(end(TAIL), after(tail, 8 + (uint64_t) length));
                    leave(SEND_LOCK);
                    notify(MESSAGES);
                    return;
                }
                leave(SEND_LOCK);
                uint32_t seen = announce(ROOM);
                if (atomic_load(end(HEAD)) == head) wait_for(word(ROOM), seen);
            }
        }

        static uint32_t queue_receive(unsigned char *buffer, uint32_t most, int dies) {
            for (;;) {
                enter(RECEIVE_LOCK);
                uint64_t tail = atomic_load(end(TAIL)), head = atomic_load(end(HEAD));
                if (head != tail) {
                    uint32_t frame[2];
                    copy_out((uint32_t) head, frame, 8);
                    if (frame[0] > most || frame[1] != (uint32_t) (head >> 32)) { fprintf(stderr, "damaged\n"); exit(4); }
                    copy_out(((uint32_t) head + 8) % capacity, buffer, frame[0]);
                    if (dies) raise(SIGKILL);
                    atomic_store(end(HEAD), after(head, 8 + (uint64_t) frame[0]));
                    leave(RECEIVE_LOCK);
                    notify(ROOM);
                    return frame[0];
                }
                leave(RECEIVE_LOCK);
                uint32_t seen = announce(MESSAGES);
                if (atomic_load(end(HEAD)) == atomic_load(end(TAIL))) wait_for(word(MESSAGES), seen);
            }
        }

        struct message { unsigned long number; unsigned char rest[48]; };

        static int check(struct message *m) {
            for (int i = 0; i < 48; i++) if (m->rest[i] != (unsigned char) (m->number * 31 + i)) return 0;
            return 1;
        }

        static void fill(struct message *m, unsigned long number) {
            m->number = number;
            for (int i = 0; i < 48; i++) m->rest[i] = (unsigned char) (number * 31 + i);
        }

        int main(int argc, char **argv) {
            const char *what = argv[1];
            unsigned long count = strtoul(argv[3], NULL, 10);
            static unsigned char buffer[65536];
            char path[512];
            struct stat status;
            struct message m;
            snprintf(path, sizeof path, "/dev/shm/%s", argv[2]);
            file = open(path, O_RDWR | O_CLOEXEC);
            if (file < 0 || fstat(file, &status) != 0) { perror("open"); return 2; }
            map = mmap(NULL, status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            if (map == MAP_FAILED || memcmp(map, "MMAPQUE1", 8) != 0 || *(uint32_t *) (map + 8) != 1) { fprintf(stderr, "no queue\n"); return 2; }
            memcpy(&capacity, map + 16, 8);
            if (status.st_size != RING + capacity + 8 || memcmp(map + RING + capacity, "MMAPQUE1", 8) != 0) { fprintf(stderr, "damaged\n"); return 2; }
            if (!strcmp(what, "occupy"))
                for (uint32_t i = 1; i <= SLOTS; i++) { if (i != count && lock_slot(i, F_WRLCK) != 0) { fprintf(stderr, "taken\n"); return 5; } }
            else if (strcmp(what, "header"))
                attach();
            printf("open\n");
            fflush(stdout);
            if (!strcmp(what, "header")) {
                uint64_t tail = atomic_load(end(TAIL)), head = atomic_load(end(HEAD));
                printf("%u %lu %ld %u %lu\n", *(uint32_t *) (map + 12), capacity, (long) status.st_size, (uint32_t) (tail >> 32) - (uint32_t) (head >> 32), used(head, tail));
            }
            else if (!strcmp(what, "send"))
                for (unsigned long i = 0; i < count; i++) { fill(&m, i); queue_send(&m, sizeof m, 0); }
            else if (!strcmp(what, "flood"))
                for (unsigned long i = count; ; i++) { fill(&m, i); queue_send(&m, sizeof m, 0); }
            else if (!strcmp(what, "die-sending")) { fill(&m, count); queue_send(&m, sizeof m, 1); }
            else if (!strcmp(what, "die-receiving")) queue_receive(buffer, sizeof buffer, 1);
            else if (!strcmp(what, "hold")) { enter(SEND_LOCK); enter(RECEIVE_LOCK); printf("held\n"); fflush(stdout); pause(); }
            else if (!strcmp(what, "occupy")) pause();
            else
                for (unsigned long i = 0; i < count || !strcmp(what, "swallow"); i++) {
                    uint32_t length = queue_receive(buffer, sizeof buffer, 0);
                    memcpy(&m, buffer, sizeof m);
                    if (!strcmp(what, "swallow")) printf("%lu %d\n", m.number, length == sizeof m && check(&m));
                    else printf("%u %.*s\n", length, (int) length, buffer);
                    fflush(stdout);
                }
            return 0;
        }
        """;

    internal SharedQueueProgram()
        : base(Source)
    {
    }

    /// <summary>Runs it to its end; what it printed after it had opened the queue.</summary>
    internal string Run(string what, string name, long count)
    {
        return Output(what, name, count.ToString(CultureInfo.InvariantCulture))["open\n".Length..];
    }

    /// <summary>Starts a shell command line for it.</summary>
    internal string Command(string what, string name, long count) => FormattableString.Invariant($"{Path} {what} {name} {count}");

    /// <summary>Starts it, and returns when it has opened the queue.</summary>
    internal Process Start(string what, string name, long count)
    {
        Process process = ProcessRunner.Start(Path, null, what, name, count.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("open", process.StandardOutput.ReadLine());
        return process;
    }
}
