# SPDX-License-Identifier: MIT
# For suites whose work a Python file does: 'load scripted' in the .bats file.

setup_file() {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
}

# scripted SCRIPT NAME: the function NAME of SCRIPT in a directory of its own.
scripted() {
    run /usr/bin/python3 -B "$JINDU_SOURCE/tests/process/$1" "$2" \
        "$BATS_TEST_TMPDIR"
    echo "$output"
    if [ "$status" -eq 77 ]; then
        skip "$output"
    fi
    find "$BATS_TEST_TMPDIR" -name log -exec cat {} +
    [ "$status" -eq 0 ]
}
