#!/bin/sh
# SPDX-License-Identifier: MIT
# headers: each header of ROOT compiles alone, the public ones as C++11 too.
# Usage: headers.sh ROOT [BUILD]   (BUILD holds include/jindu/version.h)
set -eu
root=$1
build=${2:-$root/build/dev}
cd "$root"
bad=0
headers=$(find include proto client daemon -name '*.h' 2>/dev/null |
    LC_ALL=C sort)
[ -n "$headers" ] || { echo "headers: none under '$root'"; exit 1; }
paths="-I include -I $build/include"
for folder in proto client client/lib client/import client/terminal \
    daemon daemon/domain daemon/io daemon/flow; do
    paths="$paths -I $folder"
done
# ISO C wants a declaration in every file; a header of macros has none.
body='extern int a_header_stands_alone;'

for header in $headers; do
    # shellcheck disable=SC2086 # a list of options
    printf '#include "%s"\n%s\n' "$header" "$body" |
        ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra \
            -Wpedantic -Werror -fsyntax-only -x c -I . $paths - || bad=1
    case $header in
    include/*)
        printf '#include "%s"\n%s\n' "$header" "$body" |
            ${CXX:-c++} -std=c++11 -Wall -Wextra -Wpedantic -Werror \
                -fsyntax-only -x c++ -I . -I include -I "$build/include" - ||
            bad=1
        ;;
    esac
done
exit $bad
