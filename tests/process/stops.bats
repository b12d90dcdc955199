#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A daemon that ends or stalls at a named place.  JINDUD is the program,
# JINDUD_STOPS the same with stop points, JINDU_SOURCE the project.

setup_file() {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
}

# stops NAME: the function of stops.py in a directory of its own.
stops() {
    run /usr/bin/python3 -B "$JINDU_SOURCE/tests/process/stops.py" "$1" \
        "$BATS_TEST_TMPDIR"
    echo "$output"
    find "$BATS_TEST_TMPDIR" -name log -exec cat {} +
    [ "$status" -eq 0 ]
}

@test "killed before COMMIT the change is nowhere, killed after it is there" {
    stops around_commit
}

@test "killed around the publication followers read what they missed" {
    stops around_publish
}

@test "killed in a checkpoint or a recovery nothing is lost" {
    stops inside_sqlite
}

@test "trap26: a writer that stalls for 10 s: busy, nobody cut, none late" {
    stops trap26_stalled_writer
}

@test "a stop point that means nothing is refused" {
    stops senseless_points
}
