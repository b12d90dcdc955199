#!/bin/sh
# SPDX-License-Identifier: MIT
# shell: shellcheck has nothing to say about the scripts of ROOT.
# Usage: shell.sh ROOT
set -eu
cd "$1"
command -v shellcheck >/dev/null || {
    echo "shell: skipped, shellcheck is not installed"
    exit 77
}
find dev .ci/run examples tests packaging -type f \
    \( -name dev -o -name run -o -name '*.sh' -o -name '*.config' \
    -o -name '*.postinst' -o -name '*.postrm' \) -print0 2>/dev/null |
    xargs -0r shellcheck -e SC1091,SC2012
