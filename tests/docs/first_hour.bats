#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the READMEs print works as it is printed, and so do the examples.
# JINDUD is the daemon, JINDU_BUILD the build folder, JINDU_SOURCE the project;
# first_hour.py does the work.

load ../process/scripted

first_hour() {
    PYTHONPATH=$JINDU_SOURCE/tests/process scripted ../docs/first_hour.py "$1"
}

@test "the commands of the READMEs do what they say, for somebody at a terminal" {
    first_hour commands
}

@test "the READMEs print the same tools" {
    first_hour same_tools
}

@test "the Python tool of the README hears everything, and goes on where it stopped" {
    first_hour python_tool
}

@test "the C tool of the README hears everything, and goes on where it stopped" {
    first_hour c_tool
}

@test "the notice line prints each notice of a person once" {
    first_hour notice_line
}

@test "the wall list shows what is due after each change" {
    first_hour wall_list
}

@test "the hook puts each notice into a file of its own" {
    first_hour watch_hook
}
