#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What a peer may cost the daemon and the other peers.  JINDUD is the program,
# JINDU_SOURCE the project; bounds.py does the work.

load scripted

@test "trap3: a principal over its rate is busy, and nobody else" {
    scripted bounds.py trap3_rate
}

@test "who asks for too many topics is cut, and nobody misses an event" {
    scripted bounds.py subscriptions_are_bounded
}

@test "trap25: a handshake that fails is counted, and ends after 5 s" {
    scripted bounds.py failed_handshakes_are_counted
}

@test "trap19: too few descriptors are told at the start" {
    scripted bounds.py few_descriptors_are_told
}
