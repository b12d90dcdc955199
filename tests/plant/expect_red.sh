#!/bin/sh
# SPDX-License-Identifier: MIT
# expect_red.sh TEXT PROGRAM [ARGUMENT ...]: 0 when the program ends with
# status 1, as a test that failed does, and says TEXT.
set -u
text=$1
shift
output=$("$@" 2>&1)
status=$?
printf '%s\n' "$output"
if [ "$status" -ne 1 ]; then
    echo "expect_red: status $status, not 1: the planted fault was not found"
    exit 1
fi
case $output in
*"$text"*) exit 0 ;;
esac
echo "expect_red: it failed, but does not say '$text'"
exit 1
