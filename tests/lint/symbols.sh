#!/bin/sh
# SPDX-License-Identifier: MIT
# symbols: the shared library exports jindu_* and nothing else.
# Usage: symbols.sh LIBRARY
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
