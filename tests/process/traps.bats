#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What ZeroMQ, SQLite and the kernel do that nobody expects, with real daemons.
# JINDUD is the program, JINDU_SOURCE the project; traps.py does the work.

setup_file() {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
}

# trap NAME: the function of traps.py in a directory of its own.
trap_() {
    run /usr/bin/python3 -B "$JINDU_SOURCE/tests/process/traps.py" "$1" \
        "$BATS_TEST_TMPDIR"
    echo "$output"
    if [ "$status" -eq 77 ]; then
        skip "$output"
    fi
    find "$BATS_TEST_TMPDIR" -name log -exec cat {} +
    [ "$status" -eq 0 ]
}

@test "trap4: peers are known by the uid of the kernel, unknown ones refused" {
    trap_ peers_are_known_by_uid
}

@test "trap7: replies go to nobody who takes another's routing id" {
    trap_ trap7_stolen_routing_id
}

@test "trap9: a lost answer is asked for again, and the change counts once" {
    trap_ trap9_answer_lost
}

@test "trap18: a second daemon is refused and the first goes on" {
    trap_ trap18_second_daemon
}

@test "trap18: a regular file in the place of a socket is refused and kept" {
    trap_ trap18_file_at_the_path
}

@test "trap20: a slow subscriber that lost the tail hears of it by a beat" {
    trap_ trap20_lost_tail
}

@test "trap21: whoever joins while notices are published misses none" {
    trap_ trap21_subscribe_race
}

@test "trap22: a kill loop and a slow follower: no miss, no double, in order" {
    trap_ trap22_kill_loop
}

@test "trap25: rude peers harm nobody" {
    trap_ trap25_rude_peers
}

@test "trap30: a stop under load loses nothing that was acknowledged" {
    trap_ trap30_stop_under_load
}

@test "trap30: an idle daemon makes no wake-ups" {
    trap_ trap30_idle_makes_no_wakeups
}

@test "over a limit the answer is busy at once" {
    trap_ limits_are_answered_busy
}

@test "a request that came too late is not executed" {
    trap_ late_requests_are_not_executed
}

@test "under doorbell no body is published" {
    trap_ doorbell_sends_no_bodies
}

@test "a second signal ends at once and harms nothing" {
    trap_ second_signal_ends_at_once
}

@test "the watchdog hears from the writer" {
    trap_ watchdog_hears_from_the_writer
}
