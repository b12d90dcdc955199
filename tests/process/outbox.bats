#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Reports that no daemon took, with real daemons and processes that are killed.
# JINDUD is the program, JINDU_SOURCE the project; outbox.py does the work.

setup_file() {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
}

# outbox NAME: the function of outbox.py in a directory of its own.
outbox() {
    run /usr/bin/python3 -B "$JINDU_SOURCE/tests/process/outbox.py" "$1" \
        "$BATS_TEST_TMPDIR"
    echo "$output"
    find "$BATS_TEST_TMPDIR" -name log -exec cat {} +
    [ "$status" -eq 0 ]
}

@test "a flush that is killed again and again delivers each report once" {
    outbox flush_is_killed
}

@test "a daemon that is killed while reports come has each of them once" {
    outbox daemon_is_killed
}

@test "two that flush at once deliver each report once" {
    outbox two_at_once
}

@test "a report whose answer was lost is not counted again" {
    outbox answer_is_lost
}

@test "a report stays when the answer says nothing about it" {
    outbox answer_says_nothing
}

@test "a report stays when the answer is none" {
    outbox answer_is_nonsense
}

@test "a report has the day it was meant on, however late it arrives" {
    outbox day_is_settled
}

@test "nothing overtakes what waits in a broken outbox" {
    outbox outbox_is_broken
}

@test "odd things in the outbox delay nothing" {
    outbox odd_things
}

@test "order numbers that end are told" {
    outbox numbers_end
}

@test "what waits for one server is not sent to another" {
    outbox another_server
}

@test "a report goes behind those that wait, whatever came back" {
    outbox order_is_kept
}

@test "what a crash left half written is no report" {
    outbox half_written
}

@test "a plan nobody named is settled before the first sending" {
    outbox plan_is_settled
}

@test "a week away costs a named reader nothing" {
    outbox week_away
}

@test "a failing command stops the watch before its event" {
    outbox failing_command
}

@test "a long question ends with its connection and is asked once" {
    outbox long_question
}

@test "a report asks one question before it, whether a plan was named or not" {
    outbox asks_once_before
}
