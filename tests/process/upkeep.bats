#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Backup, restore, cursors and checks with real daemons.
# JINDUD is the program, JINDU_SOURCE the project; upkeep.py does the work.

setup_file() {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
}

# upkeep_ NAME: the function of upkeep.py in a directory of its own.
upkeep_() {
    mkdir "$BATS_TEST_TMPDIR/house"
    run /usr/bin/python3 -B "$JINDU_SOURCE/tests/process/upkeep.py" "$1" \
        "$BATS_TEST_TMPDIR/house"
    echo "$output"
    find "$BATS_TEST_TMPDIR" -name log -exec cat {} +
    [ "$status" -eq 0 ]
}

@test "trap23: a backup made under load is started on, and followers recover" {
    upkeep_ backup_and_restore
}

@test "trap23: cursors outlive a kill; reset and truncated are told" {
    upkeep_ cursors
}

@test "one check at a time, and a stop ends what is under way" {
    upkeep_ one_at_a_time_and_a_stop_ends_it
}

@test "a backup whose daemon was killed leaves nothing after the next start" {
    upkeep_ a_killed_backup_leaves_nothing_after_the_next_start
}
