#!/bin/sh
# SPDX-License-Identifier: MIT
# man_commands: the command part of jindu.1.scd, made of what JINDU says about
# itself.  The page holds exactly this between its two marks; cli.bats compares.
# Usage: man_commands.sh JINDU
set -eu
jindu=$1
unset LANGUAGE LC_MESSAGES COLUMNS
export LC_ALL=C.UTF-8

# The lines of one command as scdoc; options are "  -m, --note TEXT    words".
tell()
{
    awk -v name="$1" '
    function flush_heading() {
        print "## jindu " name operands "\n"
        print summary "."
        if (alias != "")
            print "Also: " alias "."
    }
    NR == 1 { summary = substr($0, index($0, ": ") + 2) }
    /^Usage: / {
        operands = $0
        sub("^Usage: jindu " name, "", operands)
        sub(/ \[OPTION\]\.\.\.$/, "", operands)
    }
    /^Also: / { alias = substr($0, 7) }
    /^Options of every command:/ { exit }
    /^Options:/ {
        if (!headed++)
            flush_heading()
        end_example()
        in_options = 1
        next
    }
    function end_example() {
        if (example)
            print "```"
        example = 0
    }
    in_options && /^  -/ {
        match(substr($0, 3), /  +/)
        left = substr($0, 3, RSTART - 1)
        right = substr($0, 2 + RSTART + RLENGTH)
        gsub(/--?[a-zA-Z-]+/, "*&*", left)
        print "\n" left "\n\t" right
        next
    }
    NR > 3 && !/^Also: / && NF {
        if (!headed++)
            flush_heading()
        if (sub(/^  /, "")) {
            if (!example++)
                print "\n```"
            print
        } else {
            print "\n" $0
        }
    }
    END {
        if (!headed)
            flush_heading()
        end_example()
        print ""
    }'
}

"$jindu" help | awk '/^Commands:/ { on = 1; next } !NF { on = 0 }
    on { match(substr($0, 3), / (\(|  )/); print substr($0, 3, RSTART - 1) }' |
    while read -r first second; do
        # shellcheck disable=SC2086 # one word or two
        "$jindu" help $first $second | tell "$first${second:+ $second}"
    done
