#!/bin/bash
# wine.sh CACHE WORK REPOSITORY PROGRAM [ARGUMENT...]
# wine.sh CACHE PREFIX
#
# Runs a Windows program under the Wine of CACHE, in namespaces of its own, which end with it and with all that it has started.
# It sees one drive, C:, that is fresh each time:
#
#     C:\repository   REPOSITORY
#     C:\tools        CACHE/tools: .NET, PowerShell
#     C:\work         WORK
#     C:\temp         for temporary files, a folder in WORK
#
# It starts in C:\repository. Its standard input is a console, which PowerShell needs. Output, errors and the exit code come through.
# Variables whose names are listed in WINE_VARIABLES come along. The exit code is 97 if the namespaces cannot be made.
# The second form makes the new folder PREFIX: what is on the drive C: of a new Windows.
set -u

if [ "${MMAPMODULE_WINE:-}" != inside ]; then
    MMAPMODULE_WINE=inside exec unshare --mount --pid --fork --kill-child --propagation private bash "$0" "$@"
fi

cache=$1
root=$cache/root

# What a Linux has, and the folder $1 as /mnt. The server of Wine listens in /run/user.
mount_system() {
    mount --types proc proc "$root"/proc &&
        mount --rbind /dev "$root"/dev &&
        mount --types tmpfs tmpfs "$root"/run &&
        mount --types tmpfs tmpfs "$root"/tmp &&
        mount --rbind "$1" "$root"/mnt &&
        mkdir --parents --mode 700 "$root/run/user/$(id --user)"
}

# Runs a script of bash there, with variables.
run() {
    chroot "$root" /usr/bin/env --ignore-environment \
        PATH=/usr/bin:/bin HOME=/root USER=root LANG=C.UTF-8 TERM=xterm XDG_RUNTIME_DIR="/run/user/$(id --user)" \
        WINEPREFIX=/mnt WINEDEBUG=-all "${@:2}" bash -c "$1"
}

if [ $# -eq 2 ]; then
    mkdir "$2" && mount_system "$2" || exit 97
    run 'wineboot --init; wineserver --wait; test -e /mnt/system.reg'
    exit
fi

work=$2 repository=$3
shift 3
prefix=$(mktemp --directory "$work/prefix.XXXXXX") || exit 97
drive=$prefix/drive_c

# Programs of Windows are the same for all; the rest is written to.
cp --no-dereference "$cache"/prefix/*.reg "$cache"/prefix/.update-timestamp "$prefix" &&
    mkdir --parents "$drive"/{windows,repository,tools,work,temp} "$prefix"/dosdevices &&
    ln --symbolic ../drive_c "$prefix"/dosdevices/c: &&
    cp --recursive --no-dereference "$cache"/prefix/drive_c/{users,ProgramData,'Program Files'} "$drive" &&
    mount --bind "$cache"/prefix/drive_c/windows "$drive"/windows &&
    mount --bind "$repository" "$drive"/repository &&
    mount --bind "$cache"/tools "$drive"/tools &&
    mount --bind "$work" "$drive"/work &&
    mount_system "$prefix" || exit 97

variables=()
for name in ${WINE_VARIABLES:-}; do
    [ -n "${!name+set}" ] && variables+=("$name=${!name}")
done

# Not the last thing by exec: the first process has to wait for all others, and script ends with any that it waits for.
printf -v command '%q ' "$@"
run 'cd /mnt/drive_c/repository && exec script --quiet --return --command "/usr/lib/wine/wine64 $command >&3 2>&4" /dev/null 3>&1 4>&2 > /dev/null < /dev/null' \
    TEMP='C:\temp' TMP='C:\temp' DOTNET_ROOT='C:\tools\dotnet' command="$command" "${variables[@]}"
