#!/bin/sh
# SPDX-License-Identifier: MIT
# package: an installed libjindu is found by pkg-config, and a stranger's
# program compiles, links and runs against it.
# Usage: package.sh BUILD [COMPILER-FLAG ...]
set -eu
build=$1
shift
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
cmake --install "$build" --prefix "$top" --component library >/dev/null
cmake --install "$build" --prefix "$top" --component development >/dev/null
pc=$(find "$top" -name jindu.pc)
[ -n "$pc" ] || { echo "package: no jindu.pc installed"; exit 1; }

cat >"$top/a.c" <<'END'
#include <jindu/jindu.h>

#include <stdio.h>

int main(void)
{
    char key[JINDU_KEY_SIZE];
    return puts(jindu_key(key)) == EOF;
}
END
library=$(dirname "$(dirname "$pc")")
flags=$(PKG_CONFIG_PATH=$library/pkgconfig pkg-config --cflags --libs \
    --define-variable=includedir="$top/include" \
    --define-variable=libdir="$library" jindu)
# shellcheck disable=SC2086 # a list of options
${CC:-cc} -std=c11 -Wall -Wextra -Werror "$@" -o "$top/a" "$top/a.c" $flags
key=$(LD_LIBRARY_PATH=$library "$top/a")
[ ${#key} -eq 36 ] || { echo "package: '$key' is no key"; exit 1; }
