#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# SIGHUP: the configuration read again, whole or not at all.  JINDUD is the
# program, JINDU_SOURCE the project; reload.py does the work.

load scripted

@test "trap6: who left the file is refused, also on a live connection" {
    scripted reload.py trap6_people
}

@test "trap30: a broken file or calendar keeps all that is in use" {
    scripted reload.py trap30_broken_file
}

@test "a reload counts nothing twice and writes nothing when nothing changed" {
    scripted reload.py nothing_changed
}

@test "the window of notices follows the file" {
    scripted reload.py window_moves
}

@test "a reload fills the years that the database lacks" {
    scripted reload.py calendar_fills
}

@test "what needs a restart is named, and nothing else of the file is taken" {
    scripted reload.py restart_needed
}

@test "the service manager hears when a reload begins and ends" {
    scripted reload.py manager_is_told
}

@test "reloads under load lose no report and no reload" {
    scripted reload.py under_load
}
