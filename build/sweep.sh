#!/bin/sh
# sweep.sh FOLDER ID
#
# Waits until the build that has started it is over, and then ends what that build has left running and removes its
# folder. The build holds the other end of standard input, which closes however it ends, even when it is killed. It
# says "done" there at an ordinary end.
#
# There are two sweepers because they have different tasks. This one knows a single run, by an id in the environment of
# its processes. It gives them time to clean up, the sweeper of the tests among them, and touches no other run.
# tests/sweep.sh also removes what earlier runs have left, which it recognizes by the process in their names, and ends
# processes at once. It has to work without build.ps1 (dotnet test, Invoke-Pester), from the folder of the test program.
folder=$1
id=$2

# What stops the build must not stop this.
trap '' INT TERM HUP QUIT
word=$(cat)

# Processes of the build have its id in their environment. This one has not.
left() {
    grep -slzxF "MMAPMODULE_RUN=$id" /proc/[0-9]*/environ 2> /dev/null | cut -d / -f 3
}

end_all() {
    for process in $(left); do
        kill -s "$1" "$process" 2> /dev/null
    done
}

# They get time to tidy up: the test suites have sweepers of their own, which no signal but the last one stops.
end_all TERM
tries=100
while [ "$tries" -gt 0 ] && [ -n "$(left)" ]; do
    sleep 0.1
    tries=$((tries - 1))
done

end_all KILL

# What tests have mounted or attached below the folder is busy until those processes have gone.
awk -v start="$folder/" 'index($2, start) == 1 { print $2 }' /proc/mounts | sort -r | while read -r line; do
    # A space is \040 there.
    mount=$(printf '%b' "$line")
    umount "$mount" 2> /dev/null || umount --lazy "$mount"
done
if command -v losetup > /dev/null; then
    losetup --list --noheadings --output NAME,BACK-FILE 2> /dev/null | grep -F " $folder/" | while read -r device rest; do
        losetup --detach "$device"
    done
fi

# Shared memory of tests that were stopped. Other memory, that of other users, and what is named after a process that still
# runs, is none of this build's business.
if [ "$word" != done ]; then
    find /dev/shm -maxdepth 1 -type f -user "$(id -u)" -newer "$folder/.owner" \
        \( -name 'mmap-test*' -o -name 'mmap-open*' -o -name 'mmap-create*' -o -name 'mmap-example*' -o -name 'mmap-demo*' -o -name 'mmap-python*' -o -name 'map-lifetime*' -o -name 'sem.mmap-test*' \) \
        -exec sh -c '
            for path; do
                process=${path#"${path%%[0-9]*}"}
                process=${process%%[!0-9]*}
                [ -n "$process" ] && [ -d "/proc/$process" ] || rm -f -- "$path"
            done' sh {} + 2> /dev/null
fi

rm -rf --one-file-system "$folder" 2> /dev/null && exit 0

# A test may have made something immutable.
chattr -R -i "$folder" 2> /dev/null
rm -rf --one-file-system "$folder"
