#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A daemon that is open to other computers: who comes in, who does not, and
# what happens when a key ends.  JINDUD is the program, JINDU_SOURCE the
# project; remote.py does the work.

setup_file() {
    /usr/bin/python3 -c 'import zmq; assert zmq.has("curve")' ||
        skip "python3-zmq is not installed, or without CURVE"
}

# remote NAME: the function of remote.py.
remote() {
    run /usr/bin/python3 -B "$JINDU_SOURCE/tests/process/remote.py" "$1"
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "an admitted key reports over tcp and hears it there" {
    remote reports_and_follows
}

@test "trap4: everybody is who their key says, whatever else they say" {
    remote trap4_everybody_is_who_they_are
}

@test "trap5: strangers get nothing, at any socket" {
    remote trap5_strangers_get_nothing
}

@test "trap5: without a handler nobody is served" {
    JINDUD=$JINDUD_DEAF remote trap5_nobody_without_a_handler
}

@test "trap6: a disabled key ends at its next message, and hears no more" {
    remote trap6_disabled_key
}

@test "trap6: so does a replaced one, and a removed one" {
    remote trap6_replaced_key
}

@test "a broken certificate leaves everybody who was admitted" {
    remote broken_certificate_keeps_all
}

@test "two server keys serve at once, then the next one alone" {
    remote two_doors_serve_at_once
}

@test "trap7: replies go to nobody who takes another's routing id" {
    remote trap7_stolen_routing_id
}

@test "trap25: under CURVE messages have the same bounds" {
    remote trap25_bounds_under_curve
}
