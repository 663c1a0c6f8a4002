#!/bin/sh
# sweep.sh FOLDER [ID]
#
# Removes what runs of the tests have left behind that ended in the middle: processes, mounts, loop devices, files below
# FOLDER, shared memory and semaphores. All of it is named after the process of the run, mmap-test-<id>, so what belongs to a run
# that still lives stays. With the ID of a run it then reads standard input to its end, which comes when the run that
# holds the other end of the pipe has ended, however it did, and sweeps once more.

sweep() {
    for path in "$1"/mmap-test-* /dev/shm/mmap-test-* /dev/shm/sem.mmap-test-* /dev/shm/mmap-example-* /dev/shm/mmap-python-* /dev/shm/mmap-demo-* /dev/shm/map-lifetime-*; do
        # The first number in the name is the process.
        name=${path##*/}
        id=${name#"${name%%[0-9]*}"}
        id=${id%%[!0-9]*}
        if [ -z "$id" ] || { [ -d "/proc/$id" ] && [ "$id" != "$ended" ]; } || ! { [ -e "$path" ] || [ -L "$path" ]; }; then
            continue
        fi

        for environment in /proc/[0-9]*/environ; do
            process=${environment#/proc/}
            process=${process%/environ}
            if [ "$process" != $$ ] && { tr '\0' '\n' < "$environment" | grep -qxF "MMAPMODULE_TEST_RUN=$path"; } 2> /dev/null; then
                kill -KILL "$process" 2> /dev/null
            fi
        done

        for backing in /sys/block/loop*/loop/backing_file; do
            if file=$(cat "$backing" 2> /dev/null) && [ "${file#"$path"/}" != "$file" ]; then
                device=${backing#/sys/block/}
                losetup --detach "/dev/${device%%/*}"
            fi
        done

        while read -r _ target _; do
            if [ "${target#"$path"/}" != "$target" ]; then
                umount --lazy "$target"
            fi
        done < /proc/self/mounts

        # The key of the semaphores of the fuzz.
        ipcrm --semaphore-key $((0x4D000000 | (id & 0xFFFFFF)))
        rm -rf -- "$path"
    done 2> /dev/null
}

# The signals that end the run reach its whole group.
trap '' INT TERM HUP QUIT
ended=
sweep "$1"
if [ -n "$2" ]; then
    while read -r _; do
        :
    done
    ended=$2
    sweep "$1"
fi

exit 0
