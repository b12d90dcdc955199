#!/bin/sh
# SPDX-License-Identifier: MIT
# power: cuts of power under load (torture.py), with the shared SQLite shim
# that keeps of every file only what a disk would have kept.
#
#     power.sh JINDUD CYCLES [--expect-loss]
#
# The shim lies beside the project; without it there is nothing to cut with.
set -eu

jindud=$1
cycles=$2
shift 2
here=$(dirname "$0")
source=$JINDU_SHARED/reliability/crashvfs/crashvfs.c
if [ ! -f "$source" ]; then
    echo "power: skipped, '$source' is not there"
    exit 77
fi
shim=$(mktemp -d)
trap 'rm -rf "$shim"' EXIT
"${CC:-cc}" -O2 -fPIC -shared -DCRASHVFS_SHARED "$source" \
    -o "$shim/crashvfs.so" -lsqlite3 -ldl -lpthread

# A sanitizer's runtime has to come before any other preloaded library.
first=
if ldd "$jindud" | grep -q libasan; then
    first=:$("${CC:-cc}" -print-file-name=libasan.so)
fi
"$here/torture.py" --jindud "$jindud" --mode power --cycles "$cycles" \
    --preload "$shim/crashvfs.so$first" "$@"
