#!/bin/sh
# SPDX-License-Identifier: MIT
# power: cuts of power under load (torture.py), with the shared SQLite shim
# that keeps of every file only what a disk would have kept.
#
#     power.sh CYCLES FRESH [OPTION ...]
#
# CYCLES cuts on one store and FRESH on a new one each; JINDUD is the program.
# The shim lies beside the project; without it there is nothing to cut with.
set -eu

cycles=$1
fresh=$2
shift 2
here=$(dirname "$0")
source=${JINDU_SHARED:-}/reliability/crashvfs/crashvfs.c
if [ ! -f "$source" ]; then
    echo "power: skipped, '$source' is not there"
    exit 77
fi
shim=$(mktemp -d)
trap 'rm -rf "$shim"' EXIT
"${CC:-cc}" -O2 -fPIC -shared -DCRASHVFS_SHARED "$source" \
    -o "$shim/crashvfs.so" -lsqlite3 -ldl -lpthread
"$here/torture.py" --row power --cycles "$cycles" --fresh "$fresh" \
    --preload "$shim/crashvfs.so" "$@"
