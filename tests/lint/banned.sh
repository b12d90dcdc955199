#!/bin/sh
# SPDX-License-Identifier: MIT
# banned: no file of ROOT uses what banned.txt lists.
# Usage: banned.sh ROOT [LIST]
set -eu
root=$1
list=${2:-$(dirname "$0")/banned.txt}
list=$(cd "$(dirname "$list")" && pwd)/$(basename "$list")
cd "$root"
bad=0
tab=$(printf '\t')

# Comments may name what the code may not call: blank them, keep the lines.
strip_comments()
{
    awk '{
        line = $0
        out = ""
        while (line != "") {
            if (inside) {
                end = index(line, "*/")
                if (!end)
                    break
                line = substr(line, end + 2)
                inside = 0
            } else {
                start = index(line, "/*")
                if (!start) {
                    out = out line
                    break
                }
                out = out substr(line, 1, start - 1)
                line = substr(line, start + 2)
                inside = 1
            }
        }
        print out
    }' "$1"
}

is_allowed()
{
    set -f
    for glob in $2; do
        # shellcheck disable=SC2254 # a glob on purpose
        case $1 in
        $glob)
            set +f
            return 0
            ;;
        esac
    done
    set +f
    return 1
}

stripped=$(mktemp)
patterns=$(mktemp)
trap 'rm -f "$stripped" "$patterns"' EXIT
grep -v '^#' "$list" | cut -f 1 >"$patterns"
for file in $(find include proto client daemon examples tests -name '*.[ch]' \
    2>/dev/null | LC_ALL=C sort); do
    strip_comments "$file" >"$stripped"
    grep -qEf "$patterns" "$stripped" || continue
    while IFS=$tab read -r pattern allowed why; do
        case $pattern in '' | '#'*) continue ;; esac
        lines=$(grep -nE -e "$pattern" "$stripped") || continue
        is_allowed "$file" "$allowed" && continue
        printf '%s\n' "$lines" | while IFS= read -r line; do
            printf '%s:%s\n    banned: %s\n' "$file" "$line" "$why"
        done
        bad=1
    done <"$list"
done

# A shell test that sleeps is a test that guesses.
if find tests \( -name '*.bats' -o -name '*.sh' \) -print0 2>/dev/null |
    xargs -0 grep -nE '(^|[;&|(]|do|then)[[:space:]]*sleep[[:space:]]' /dev/null; then
    echo '    banned: waits for time instead of a fact'
    bad=1
fi
exit $bad
