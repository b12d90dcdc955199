#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# package: the Debian packages of a source tree, and what lintian says of them.
# Usage: package.sh TREE DIRECTORY [VERSION]
#
# Debian wants its folder at the top of the sources; here it is one of the ways
# of packaging.  So a copy of TREE is built, away from it, and DIRECTORY gets
# the packages.  VERSION: another one than the changelog's, for trying upgrades.
set -euo pipefail

# The log is for those who mend the build; a locale that is set but not
# installed would fill it with perl's complaints.
export LC_ALL=C.UTF-8

tree=$(cd "$1" && pwd)
mkdir -p "$2"
directory=$(cd "$2" && pwd)
version=${3:-}

top=$(mktemp -d "${TMPDIR:-/tmp}/jindu-package.XXXXXX")
trap 'rm -rf "$top"' EXIT
copy=$top/jindu
mkdir "$copy"
tar -C "$tree" --exclude=./build --exclude=./.git --exclude-vcs-ignores \
    -cf - . | tar -C "$copy" -xf -
mv "$copy/packaging/debian" "$copy/debian"
if [ -n "$version" ]; then
    sed -i "1s/([^)]*)/($version)/" "$copy/debian/changelog"
fi

# Asks for what the packages depend on by itself, and names what is missing.
if ! (cd "$copy" && dpkg-buildpackage -us -uc) >"$directory/build.log" 2>&1
then
    tail -n 40 "$directory/build.log" >&2
    echo "package: not built; all of it is in $directory/build.log" >&2
    exit 1
fi

rm -f "$directory"/*.deb "$directory"/jindu_*
find "$top" -maxdepth 1 -type f -exec mv -t "$directory" {} +
find "$directory" -maxdepth 1 -name '*.deb' -printf '%f\n' | sort

# Errors and warnings fail; hints are shown.
verdict=0
lintian --allow-root --fail-on error,warning --display-info \
    "$directory"/*.changes >"$directory/lintian.log" 2>&1 || verdict=$?
grep -v '^warning: running with root' "$directory/lintian.log" || true
if [ "$verdict" -ne 0 ]; then
    echo "lintian: has something against them" >&2
    exit 1
fi
echo "lintian: no error, no warning"
