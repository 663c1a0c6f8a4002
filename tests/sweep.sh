#!/bin/sh
# sweep.sh FOLDER [ID]
#
# Removes what interrupted test runs have left behind: processes, mounts, loop devices, files below FOLDER, shared memory,
# semaphores and message queues. All of it is named after the process of the run, mmap-test-<id>, so what belongs to a run that is still
# alive stays. With the ID of a run it then reads standard input to its end, which comes when the run that holds the
# other end of the pipe has ended, however it did, and sweeps once more.
#
# There are two sweepers because they have different tasks. This one also removes what earlier runs have left, ends
# processes at once, and has to work without build.ps1 (dotnet test, Invoke-Pester), from the folder of the test program.
# build/sweep.sh knows a single run of build.ps1, by an id in the environment of its processes, gives them time to clean
# up, this sweeper among them, and touches no other run.

sweep() {
    for path in "$1"/mmap-test-* /dev/shm/mmap-test-* /dev/shm/sem.mmap-test-* /dev/shm/mmap-example-* /dev/shm/mmap-python-* /dev/shm/mmap-demo-* /dev/shm/map-lifetime-* /dev/mqueue/mmap-*; do
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

        # The key of the semaphores, segments and queues of the fuzz.
        for kind in semaphore shmem queue; do
            ipcrm --$kind-key $((0x4D000000 | (id & 0xFFFFFF)))
        done
        rm -rf -- "$path"
    done 2> /dev/null

    # Message queues have no folder where /dev/mqueue is not mounted. Root can see them in a mount of its own.
    unshare --mount sh -c '
        mount -t mqueue mqueue /mnt || exit
        for path in /mnt/mmap-*; do
            id=${path#"${path%%[0-9]*}"}
            id=${id%%[!0-9]*}
            if [ -n "$id" ] && { [ ! -d "/proc/$id" ] || [ "$id" = "$1" ]; }; then
                rm -f -- "$path"
            fi
        done' sh "$ended" 2> /dev/null
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
