#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Peers that flood, vanish, do not read or ask for what is not theirs.  JINDUD
# is the program, JINDUD_STOPS the same with stop points, JINDU_SOURCE the
# project; peers.py does the work.

setup_file() {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
}

# peers NAME: the function of peers.py in a directory of its own.
peers() {
    run /usr/bin/python3 -B "$JINDU_SOURCE/tests/process/peers.py" "$1" \
        "$BATS_TEST_TMPDIR"
    echo "$output"
    find "$BATS_TEST_TMPDIR" -name log -exec cat {} +
    [ "$status" -eq 0 ]
}

@test "trap3: a flood makes nobody wait but who floods" {
    peers trap3_flood
}

@test "trap8: a peer that is gone gets its stored answer when it comes back" {
    peers trap8_gone
}

@test "trap8: a peer that does not read blocks nobody" {
    peers trap8_full
}

@test "trap19: descriptors do not run out, and honest clients come back" {
    peers trap19_descriptors
}

@test "trap24: a stream's topic matches no other stream, and has a bound" {
    peers trap24_topics
}
