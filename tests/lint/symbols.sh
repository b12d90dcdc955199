#!/bin/sh
# SPDX-License-Identifier: MIT
# symbols: the shared library exports jindu_* and nothing else, and of these
# just what the list of its package names.
# Usage: symbols.sh LIBRARY [LIST]
set -eu
names=$(nm -D --defined-only "$1" | awk '{ print $3 }' | sed 's/@.*//')
if [ -z "$names" ]; then
    echo "$1: exports nothing"
    exit 1
fi
if printf '%s\n' "$names" | grep -v '^jindu_'; then
    echo "    symbols: exported beside jindu_*"
    exit 1
fi
[ $# -gt 1 ] || exit 0
listed=$(sed -n 's/^ \([a-z0-9_]*\)@Base .*/\1/p' "$2")
for name in $names; do
    printf '%s\n' "$listed" | grep -qx "$name" || {
        echo "$2: lacks $name"
        bad=1
    }
done
for name in $listed; do
    printf '%s\n' "$names" | grep -qx "$name" || {
        echo "$2: the library has no $name (any more)"
        bad=1
    }
done
exit "${bad:-0}"
