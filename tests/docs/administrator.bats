#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the READMEs tell an administrator, done literally.
# JINDU_SOURCE is the project; administrator.py does the work.

load ../process/scripted

@test "installing, backing up, restoring and other computers go as the READMEs say" {
    scripted ../docs/administrator.py follow
}
