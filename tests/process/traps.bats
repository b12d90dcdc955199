#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What ZeroMQ, SQLite and the kernel do that nobody expects, with real daemons.
# JINDUD is the program, JINDU_SOURCE the project; traps.py does the work.

load scripted

@test "trap4: peers are known by the uid of the kernel, unknown ones refused" {
    scripted traps.py peers_are_known_by_uid
}

@test "trap7: replies go to nobody who takes another's routing id" {
    scripted traps.py trap7_stolen_routing_id
}

@test "trap9: a lost answer is asked for again, and the change counts once" {
    scripted traps.py trap9_answer_lost
}

@test "trap18: a second daemon is refused and the first goes on" {
    scripted traps.py trap18_second_daemon
}

@test "trap18: a regular file in the place of a socket is refused and kept" {
    scripted traps.py trap18_file_at_the_path
}

@test "trap20: a slow subscriber that lost the tail hears of it by a beat" {
    scripted traps.py trap20_lost_tail
}

@test "trap21: whoever joins while notices are published misses none" {
    scripted traps.py trap21_subscribe_race
}

@test "trap22: a kill loop and a slow follower: no miss, no double, in order" {
    scripted traps.py trap22_kill_loop
}

@test "trap25: rude peers harm nobody" {
    scripted traps.py trap25_rude_peers
}

@test "trap30: a stop under load loses nothing that was acknowledged" {
    scripted traps.py trap30_stop_under_load
}

@test "trap30: an idle daemon makes no wake-ups" {
    scripted traps.py trap30_idle_makes_no_wakeups
}

@test "over a limit the answer is busy at once" {
    scripted traps.py limits_are_answered_busy
}

@test "a request that came too late is not executed" {
    scripted traps.py late_requests_are_not_executed
}

@test "under doorbell no body is published" {
    scripted traps.py doorbell_sends_no_bodies
}

@test "a second signal ends at once and harms nothing" {
    scripted traps.py second_signal_ends_at_once
}

@test "the watchdog hears from the writer" {
    scripted traps.py watchdog_hears_from_the_writer
}
