#!/bin/sh
# SPDX-License-Identifier: MIT
# lines: a .c of ROOT has at most 400 lines, an example 150, a .h 120 (the
# public ones are documents and free), a product function 60 from brace to brace, and every
# source file names its license in its first three lines.
# Usage: lines.sh ROOT
set -eu
cd "$1"
bad=0
for file in $(find include proto client daemon examples tests \
    -name '*.[ch]' \
    2>/dev/null | LC_ALL=C sort); do
    count=$(wc -l <"$file")
    case $file in
    include/*) limit=$count ;;
    examples/*) limit=150 ;;
    *.h) limit=120 ;;
    *) limit=400 ;;
    esac
    if [ "$count" -gt "$limit" ]; then
        echo "$file: $count lines, at most $limit"
        bad=1
    fi
    case $file in
    tests/*) ;;
    *.c)
        # shellcheck disable=SC2016 # awk's own $0
        awk -v limit=60 '
            /^[a-z_].*\(/ { name = $0; sub(/\(.*/, "", name) }
            /^\{/ { start = FNR }
            /^\}/ && start {
                if (FNR - start - 1 > limit) {
                    printf "%s:%d: %s is %d lines, at most %d\n", FILENAME,
                        start, name, FNR - start - 1, limit
                    bad = 1
                }
                start = 0
            }
            END { exit bad }' "$file" || bad=1
        ;;
    esac
done
for file in $(find include proto client daemon examples tests cmake dev CMakeLists.txt \
    -name '*.[ch]' -o -name '*.sh' -o -name '*.bats' -o -name '*.cmake' \
    -o -name '*.py' -o -name dev -o -name CMakeLists.txt 2>/dev/null |
    LC_ALL=C sort); do
    if ! head -n 3 "$file" | grep -q 'SPDX-License-Identifier: MIT'; then
        echo "$file: no SPDX line"
        bad=1
    fi
done
exit $bad
