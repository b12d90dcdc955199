#!/bin/sh
# SPDX-License-Identifier: MIT
# clang-tidy on a command line of gcc's: without -fanalyzer, which clang does
# not know and takes for an error.
for word in "$@"; do
    shift
    [ "$word" = -fanalyzer ] || set -- "$@" "$word"
done
exec "$(command -v clang-tidy-14 || echo clang-tidy)" "$@"
