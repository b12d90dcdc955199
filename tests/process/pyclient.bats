#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A client written from PROTOCOL.md alone works at the first try.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

setup() {
    umask 027
    state=$BATS_TEST_TMPDIR/state
    sockets=$BATS_TEST_TMPDIR/run
    mkdir -m 0700 "$state"
    mkdir -m 0750 "$sockets"
    printf '[notice]\nwindow = always\nwindow_days = all\n' \
        >"$BATS_TEST_TMPDIR/conf"
    "$JINDU_BUILD/daemon/jindud" --config "$BATS_TEST_TMPDIR/conf" \
        --state "$state" --sockets "$sockets" \
        2>"$BATS_TEST_TMPDIR/log" 3>&- &
    daemon=$!
}

teardown() {
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" || true
}

@test "a client written from PROTOCOL.md alone is served in full" {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
    run /usr/bin/python3 "$JINDU_SOURCE/tests/process/pyclient.py" \
        "ipc://$sockets/requests" selftest
    echo "$output"
    cat "$BATS_TEST_TMPDIR/log"
    [ "$status" -eq 0 ]
    [[ ${lines[-1]} == *" passed, 0 failed" ]]
    kill "$daemon"
    wait "$daemon"
}
