#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# publish = doorbell: beats to everybody, contents to whom they are for.
# JINDUD is the program, JINDU_BUILD the build folder; doorbell.py does the
# work.

setup_file() {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
}

doorbell() {
    run /usr/bin/python3 -B "$JINDU_SOURCE/tests/process/doorbell.py" "$1"
    echo "$output"
    if [ "$status" -eq 77 ]; then
        skip "$output"
    fi
    [ "$status" -eq 0 ]
}

@test "trap24: no content of a foreign stream, neither heard nor read" {
    doorbell trap24_no_content
}

@test "watch hears a beat and reads, and is told when it may not" {
    doorbell watch_reads_what_rings
}
