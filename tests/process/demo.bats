#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What './dev run --once' shows on a machine where it was just built.

setup()
{
    demo=$JINDU_SOURCE/packaging/sample/demo.sh
    export LC_ALL=C.UTF-8 LANGUAGE=en TMPDIR=$BATS_TEST_TMPDIR
}

@test "the demo shows soon, today and overdue notices, ends by itself and leaves nothing" {
    run timeout 100 "$demo" "$JINDU_BUILD" --once
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"notice: soon"* ]]
    [[ $output == *"notice: today"* ]]
    [[ $output == *"notice: overdue"* ]]
    [[ $output == *"report  何青"* ]]
    [[ $output == *"returned"* ]]
    [[ $output == *"verified"* ]]
    # Its directory held the sockets; a process of it would name them.
    run pgrep -f "$BATS_TEST_TMPDIR/jindu-demo"
    [ "$status" -eq 1 ]
    [ -z "$(ls -A "$BATS_TEST_TMPDIR")" ]
}

@test "on a terminal the demo asks nobody for a key" {
    command -v script || skip "script is not installed"
    TERM=xterm PAGER="echo paged; cat" run timeout 100 \
        script -qec "'$demo' '$JINDU_BUILD' --once" /dev/null
    [ "$status" -eq 0 ]
    [[ $output == *" is live: revision 1"* ]]
    [[ $output != *paged* ]]
}
