#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# try: the Debian packages in a machine of their own: office.sh in a fresh
# Debian 12 below a directory that is thrown away.
# Usage: try.sh OLD NEW     directories with packages, of two versions
#
# The system comes from debootstrap's own mirror, or from $JINDU_MIRROR.  Exits
# 77, and says why, where there is no root or no network.
set -euo pipefail

suite=bookworm
mirror=${JINDU_MIRROR:-}

here=$(cd "$(dirname "$0")" && pwd)
old=$(cd "$1" && pwd)
new=$(cd "$2" && pwd)

skip()
{
    echo "try: skipped: $*"
    exit 77
}

[ "$(id -u)" -eq 0 ] || skip "a system of its own needs root"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"
unshare --mount --pid --fork true 2>/dev/null ||
    skip "this machine lets nobody mount, not even root"

top=$(mktemp -d "${TMPDIR:-/tmp}/jindu-try.XXXXXX")
# Its mounts are seen by the processes inside only, and end with them.
trap 'rm -rf --one-file-system "$top"' EXIT
root=$top/root

echo "try: a fresh $suite"
if ! debootstrap --variant=minbase "$suite" "$root" ${mirror:+"$mirror"} \
    >"$top/debootstrap.log" 2>&1; then
    tail -n 5 "$top/debootstrap.log"
    skip "debootstrap got no system"
fi

mkdir "$root/try"
cp "$here/office.sh" "$root/try/"
put() # DIRECTORY NAME
{
    mkdir "$root/try/$2"
    find "$1" -maxdepth 1 -name '*.deb' ! -name '*-dbgsym_*' \
        -exec cp -t "$root/try/$2" {} +
}
put "$old" old
put "$new" new
# shellcheck disable=SC2016 # $1 is the inner shell's
unshare --mount --pid --fork --kill-child sh -ec '
    mount -t proc proc "$1/proc"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts"
    mount --bind "$1/dev/pts/ptmx" "$1/dev/ptmx"
    exec chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        TERM=dumb LC_ALL=C.UTF-8 bash /try/office.sh' sh "$root"
