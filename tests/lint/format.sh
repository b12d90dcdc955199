#!/bin/sh
# SPDX-License-Identifier: MIT
# format: every C file of ROOT is as clang-format 14 writes it.
# Usage: format.sh ROOT
set -eu
cd "$1"
tool=$(command -v clang-format-14) || {
    echo "format: skipped, clang-format-14 is not installed"
    exit 77
}
find include proto client daemon examples tests -name '*.[ch]' -print0 2>/dev/null |
    xargs -0r "$tool" --style=file --dry-run -Werror
