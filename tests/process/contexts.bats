#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Named servers: what is kept, which one is used, and what a broken file says.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

bats_require_minimum_version 1.5.0

setup_file() {
    : "${JINDU_BUILD:?}" "${JINDU_SOURCE:?}"
    umask 027
    mkdir -m 0700 "$BATS_FILE_TMPDIR/state"
    mkdir -m 0750 "$BATS_FILE_TMPDIR/run"
    : >"$BATS_FILE_TMPDIR/conf"
    "$JINDU_BUILD/daemon/jindud" --config "$BATS_FILE_TMPDIR/conf" \
        --state "$BATS_FILE_TMPDIR/state" \
        --sockets "$BATS_FILE_TMPDIR/run" \
        2>"$BATS_FILE_TMPDIR/log" 3>&- &
    echo $! >"$BATS_FILE_TMPDIR/pid"
    "$JINDU_BUILD/client/jindu" --timeout 60 server status \
        --server "ipc://$BATS_FILE_TMPDIR/run/requests" >/dev/null
}

teardown_file() {
    kill "$(cat "$BATS_FILE_TMPDIR/pid")" || true
}

setup() {
    export LC_ALL=C.UTF-8
    export XDG_CONFIG_HOME=$BATS_TEST_TMPDIR XDG_CONFIG_DIRS=$BATS_TEST_TMPDIR/x
    export XDG_STATE_HOME=$BATS_TEST_TMPDIR
    unset LANGUAGE COLUMNS JINDU_PLAN JINDU_SERVER JINDU_CONTEXT
    PATH=$JINDU_BUILD/client:$PATH
    here=$BATS_FILE_TMPDIR/run/requests
}

# Runs jindu; stdout in $output, stderr in $errors.
cli() {
    run --separate-stderr jindu "$@"
    # shellcheck disable=SC2154 # set by run
    errors=$stderr
}

@test "a context that was added and selected is the server of every command" {
    jindu context add office --server "$here"
    cli server status --json
    [ "$status" -eq 75 ] # nobody is asked yet
    jindu context select office
    jindu server status --json | grep -q '^{"calendar"'
    [ "$(jindu context show)" = "# office
server = $here" ]
    jindu context list | grep -qE "^\* +office +$here$"
    JINDU_SERVER=/nowhere cli server status
    [ "$status" -eq 75 ]
    [[ $errors == *"ipc:///nowhere"* ]]
    jindu context select --none
    jindu server status --context office >/dev/null
    JINDU_CONTEXT=office jindu server status >/dev/null
}

@test "files of contexts are the person's own, and paths in them hold everywhere" {
    umask 022
    cd "$BATS_TEST_TMPDIR"
    jindu context add far --server tcp://127.0.0.1:7447 --certificate own.key \
        --plan 2031
    file=$XDG_CONFIG_HOME/jindu/contexts/far.conf
    [ "$(stat -c %a "$file")" = 600 ]
    [ "$(stat -c %a "$(dirname "$file")")" = 700 ]
    [ "$(cat "$file")" = "server = tcp://127.0.0.1:7447
certificate = $BATS_TEST_TMPDIR/own.key
plan = 2031" ]
}

@test "nothing is overwritten or guessed" {
    jindu context add office --server "$here"
    cli context add office --server /elsewhere
    [ "$status" -eq 73 ]
    [[ $errors == *"there is a context 'office' already"*"--replace"* ]]
    jindu context add office --server /elsewhere --replace
    [ "$(jindu context show office)" = "# office
server = /elsewhere" ]
    cli context add office2
    [ "$status" -eq 64 ]
    cli context add ../x --server /x
    [ "$status" -eq 64 ]
    cli context add x --server http://nobody
    [ "$status" -eq 64 ]
    cli server status --context offices
    [ "$status" -eq 66 ]
    [[ $errors == *"there is no context 'offices'"*"did you mean 'office'?"* ]]
    cli server status --context office --server /x
    [ "$status" -eq 64 ]
    [[ $errors == *"say one of them"* ]]
}

@test "a broken context is told with its line, and can be mended" {
    jindu context add office --server "$here"
    jindu context select office
    file=$XDG_CONFIG_HOME/jindu/contexts/office.conf
    printf '# by hand\nserver = %s\nsrever = /x\n' "$here" >"$file"
    cli server status --json
    [ "$status" -eq 64 ]
    [[ $errors == '{"error":'*"office.conf', line 3: unknown name 'srever'"* ]]
    jindu context list --json | grep -q '"fault":"line 3 is wrong"'
    jindu help >/dev/null
    rm "$file"
    cli server status
    [ "$status" -eq 66 ]
    printf 'a b\n' >"$XDG_CONFIG_HOME/jindu/context"
    cli server status
    [ "$status" -eq 64 ]
    [[ $errors == *"jindu/context' holds no name of a context"* ]]
    jindu context select --none
    jindu server status --server "$here" >/dev/null
    cli context remove office
    [ "$status" -eq 66 ]
}

@test "removing the selected context selects none" {
    jindu context add office --server "$here"
    jindu context select office
    jindu context remove office
    [ "$(jindu context list --json)" = '{"contexts":[]}' ]
    cli context show
    [ -z "$output" ]
    [[ $errors == *"no context is used"* ]]
}

@test "a selection that cannot be read leads to no other server" {
    jindu context add office --server "$here"
    jindu context select office
    file=$XDG_CONFIG_HOME/jindu/context
    ln -sf context "$file"
    cli list
    [ "$status" -eq 64 ]
    [[ $errors == *"$file"*"cannot be read"*"context select NAME"* ]]
    rm "$file"
    for words in '' 'a b' '../office'; do
        printf '%s' "$words" >"$file"
        cli list
        [ "$status" -eq 64 ]
        [[ $errors == *"$file' holds no name of a context"* ]]
    done
    rm "$file"
    mkfifo "$file"
    cli list
    [ "$status" -eq 64 ]
    jindu context select office
    jindu server status >/dev/null
}
