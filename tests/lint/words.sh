#!/bin/sh
# SPDX-License-Identifier: MIT
# words: nothing in ROOT is left unfinished, or names the machine it was
# written on.  Usage: words.sh ROOT
set -eu
cd "$1"
bad=0
complain_if()
{
    pattern=$1
    why=$2
    shift 2
    if find . -type d \( -name .git -o -name build \) -prune -o \
        -type f "$@" -print0 | xargs -0 grep -nIE -e "$pattern" /dev/null; then
        echo "    words: $why"
        bad=1
    fi
}
# The brackets keep this file from naming what it looks for.
complain_if '(^|[^A-Za-z_])(TO[D]O|FI[X]ME|X[X]X|HA[C]K)([^A-Za-z_]|$)' \
    'unfinished' \( -name '*.[ch]' -o -name '*.sh' -o -name '*.bats' \
    -o -name '*.py' -o -name '*.cmake' -o -name CMakeLists.txt -o -name dev \)
complain_if '(^|[^A-Za-z0-9_.}])/(home|root|mnt|opt)/[A-Za-z]' \
    'a path of one machine'
exit $bad
