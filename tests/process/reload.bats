#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# SIGHUP: the configuration read again, whole or not at all.  JINDUD is the
# program, JINDU_SOURCE the project; reload.py does the work.

setup_file() {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
}

# reload NAME: the function of reload.py in a directory of its own.
reload() {
    run /usr/bin/python3 -B "$JINDU_SOURCE/tests/process/reload.py" "$1" \
        "$BATS_TEST_TMPDIR"
    echo "$output"
    if [ "$status" -eq 77 ]; then
        skip "$output"
    fi
    find "$BATS_TEST_TMPDIR" -name log -exec cat {} +
    [ "$status" -eq 0 ]
}

@test "trap6: who left the file is refused, also on a live connection" {
    reload trap6_people
}

@test "trap30: a broken file or calendar keeps all that is in use" {
    reload trap30_broken_file
}

@test "a reload counts nothing twice and writes nothing when nothing changed" {
    reload nothing_changed
}

@test "the window of notices follows the file" {
    reload window_moves
}

@test "a reload fills the years that the database lacks" {
    reload calendar_fills
}

@test "what needs a restart is named, and nothing else of the file is taken" {
    reload restart_needed
}

@test "the service manager hears when a reload begins and ends" {
    reload manager_is_told
}

@test "reloads under load lose no report and no reload" {
    reload under_load
}
