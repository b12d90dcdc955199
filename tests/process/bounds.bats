#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What a peer may cost the daemon and the other peers.  JINDUD is the program,
# JINDU_SOURCE the project; bounds.py does the work.

setup_file() {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
}

# bounds NAME: the function of bounds.py in a directory of its own.
bounds() {
    run /usr/bin/python3 -B "$JINDU_SOURCE/tests/process/bounds.py" "$1" \
        "$BATS_TEST_TMPDIR"
    echo "$output"
    if [ "$status" -eq 77 ]; then
        skip "$output"
    fi
    find "$BATS_TEST_TMPDIR" -name log -exec cat {} +
    [ "$status" -eq 0 ]
}

@test "trap3: a principal over its rate is busy, and nobody else" {
    bounds trap3_rate
}

@test "who asks for too many topics is cut, and nobody misses an event" {
    bounds subscriptions_are_bounded
}

@test "trap25: a handshake that fails is counted, and ends after 5 s" {
    bounds failed_handshakes_are_counted
}

@test "trap19: too few descriptors are told at the start" {
    bounds few_descriptors_are_told
}
