#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Named servers: what is kept, which one is used, and what a broken file says.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

load office

setup_file() {
    open_office </dev/null
}

setup() {
    sit_down
    export XDG_CONFIG_DIRS=$BATS_TEST_TMPDIR/x
    unset JINDU_SERVER
    here=$BATS_FILE_TMPDIR/run/requests
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
    cli context add x --server office.lan:5710
    [ "$status" -eq 64 ]
    cli server status --context offices
    [ "$status" -eq 66 ]
    [[ $errors == *"there is no context 'offices'"*"did you mean 'office'?"* ]]
    cli server status --context office --server /x
    [ "$status" -eq 64 ]
    [[ $errors == *"say one of them"* ]]
}

# Root as well may not read what its owner may not.
without_override() {
    if [ "$(id -u)" -eq 0 ]; then
        run --separate-stderr setpriv \
            --bounding-set -dac_override,-dac_read_search jindu "$@"
    else
        run --separate-stderr jindu "$@"
    fi
    errors=$stderr
}

@test "settings of one's own that cannot be read are no missing ones" {
    local own=$XDG_CONFIG_HOME/jindu
    mkdir -p "$own"
    echo 'server = /elsewhere' >"$own/config"
    chmod 000 "$own/config"
    without_override server status
    [ "$status" -ne 0 ]
    [[ $errors == *"$own/config"*"ermission denied"* ]]
    without_override doctor
    [[ $output == *"problem   settings "*"$own/config"* ]]
    chmod 000 "$own"
    without_override server status
    chmod 700 "$own"
    [ "$status" -ne 0 ]
    [[ $errors == *"$own/"*"ermission denied"* ]]
    rm -f "$own/config"
    jindu context add office --server "$here"
    jindu context select office
    chmod 000 "$own/context"
    without_override server status
    [ "$status" -ne 0 ]
    [[ $errors == *"$own/context"*"ermission denied"* ]]
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

@test "in a locale of GBK the name of a context is typed in GBK" {
    in_gbk jindu context add 县局 --server "$here" --plan 2031
    [ -f "$XDG_CONFIG_HOME/jindu/contexts/县局.conf" ]
    JINDU_CONTEXT=$(iconv -t GBK <<<县局) in_gbk jindu context show --json |
        grep -q '^{"context":"县局"'
    in_gbk jindu context remove 县局
}
