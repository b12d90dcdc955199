#!/bin/sh
# SPDX-License-Identifier: MIT
# selfcheck.sh CMAKE: the tools for plants do what they say.
set -eu
cmake=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

plant()
{
    "$cmake" -DPLANT="$work/plant.txt" -DSOURCE="$work/source.c" \
        -DPLANTED="$work/planted.c" -P "$here/plant.cmake" >"$work/log" 2>&1
}

refuses()
{
    if plant; then
        echo "a plant was taken: $1"
        exit 1
    fi
    tr -s '\n ' ' ' <"$work/log" | grep -q "$2"
}

printf 'a[0] = "\\n;";\nb();\nc();\nc();\n' >"$work/source.c"
printf 'why\nfile source.c\nold\nb();\nnew\nd(";", e[1]);\n' >"$work/plant.txt"
plant
printf 'a[0] = "\\n;";\nd(";", e[1]);\nc();\nc();\n' |
    cmp - "$work/planted.c"

printf 'why\nfile source.c\nold\nx();\nnew\ny();\n' >"$work/plant.txt"
refuses "text that is not there" "is not in"
printf 'why\nfile source.c\nold\nc();\nnew\ny();\n' >"$work/plant.txt"
refuses "text that stands twice" "more than once"
printf 'why\nfile source.c\nold\nc();\n' >"$work/plant.txt"
refuses "no new text" "wants lines"

sh "$here/expect_red.sh" told sh -c 'echo told; exit 1' >"$work/log"
for green in 'echo told' 'exit 1' 'echo told; exit 2'; do
    if sh "$here/expect_red.sh" told sh -c "$green" >"$work/log"; then
        echo "taken for red: $green"
        exit 1
    fi
done
