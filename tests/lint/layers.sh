#!/bin/sh
# SPDX-License-Identifier: MIT
# layers: every include of ROOT follows the arrows and doors of layers.txt.
# Usage: layers.sh ROOT [RULES]
set -eu
root=$1
rules=${2:-$(dirname "$0")/layers.txt}
cd "$root"
files=$(find include proto client daemon examples -name '*.[ch]' 2>/dev/null |
    LC_ALL=C sort)
[ -n "$files" ] || { echo "layers: no source under '$root'"; exit 1; }

# shellcheck disable=SC2016,SC2086 # awk's own $1; no name has a blank
awk '
function folder(path) {
    while (sub("/[^/]*$", "", path))
        if (path in known)
            return path
    return ""
}
function complain(text) {
    printf "%s:%d: %s\n", FILENAME, FNR, text
    bad = 1
}
function glob_match(path, pattern) {
    if (pattern !~ /\*$/)
        return path == pattern
    sub(/\*$/, "", pattern)
    return index(path, pattern) == 1
}
function check_library(name,    i) {
    if (!(name in guarded))
        return
    for (i = 1; i <= doors; i++)
        if (door_name[i] == name && glob_match(FILENAME, door_who[i]))
            return
    complain("no door to <" name "> here")
}
function check_folder(from, to, name) {
    if (to == "")
        complain("no header \"" name "\" in the tree")
    else if (from != to && !((from, to) in allowed))
        complain("\"" name "\" is in " to ", which " from " may not see")
}
FNR == 1 { file_count++ }
file_count == 1 {
    if ($0 ~ /^#/ || $2 != "->")
        next
    for (i = 3; i <= NF; i++) {
        if ($i ~ /^</) {
            name = substr($i, 2, length($i) - 2)
            guarded[name] = 1
            door_who[++doors] = $1
            door_name[doors] = name
        } else {
            allowed[$1, $i] = 1
        }
    }
    if ($0 !~ /</)
        known[$1] = 1
    next
}
file_count == 2 {
    base = $0
    sub(".*/", "", base)
    if (base ~ /\.h$/) {
        if (base in home && folder($0) != "include" &&
            folder(home[base]) != "include") {
            printf "%s: its name is taken by %s\n", $0, home[base]
            bad = 1
        }
        if (!(base in home) || folder($0) != "include")
            home[base] = $0
    }
    next
}
FNR == 1 { own = folder(FILENAME) }
/^[ \t]*#[ \t]*include[ \t]*["<]/ {
    name = $0
    sub(/^[^"<]*["<]/, "", name)
    quoted = $0 ~ /include[ \t]*"/
    sub(/[">].*$/, "", name)
    if (quoted) {
        base = name
        sub(".*/", "", base)
        check_folder(own, base in home ? folder(home[base]) : "", name)
    } else if (name ~ /^jindu\//) {
        check_folder(own, "include", name)
    } else {
        check_library(name)
    }
}
END { exit bad }
' "$rules" - $files <<EOF
$files
EOF
