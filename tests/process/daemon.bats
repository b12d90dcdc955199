#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# jindud from its command line: options, configuration, refusals, start, stop.
# JINDUD is the program, JINDU_SOURCE the project.

setup() {
    cd "$BATS_TEST_TMPDIR"
    unset XDG_STATE_HOME XDG_RUNTIME_DIR NOTIFY_SOCKET WATCHDOG_USEC
    conf=$BATS_TEST_TMPDIR/conf
    printf '[calendar]\ndirectory = %s/packaging/calendar\n' \
        "$JINDU_SOURCE" >"$conf"
}

teardown() {
    if [ -n "${pid-}" ]; then
        kill -9 "$pid" 2>/dev/null || true
    fi
}

# start OPTION...: a daemon that is ready; its log is in ./log.
start() {
    : >log
    "$JINDUD" --config "$conf" "$@" >/dev/null 2>log 3>&- &
    pid=$!
    # The log says so, or the daemon ends.
    timeout 60 grep -q -m 1 'ready at' \
        < <(tail -n +1 -f --pid="$pid" log 3>&-)
}

# stop: exit status of the daemon, after SIGTERM.
stop() {
    kill "$pid"
    local status=0
    wait "$pid" || status=$?
    pid=
    return "$status"
}

# refuse STATUS WORDS OPTION...: it ends with STATUS and says WORDS.
refuse() {
    local expected=$1 words=$2
    shift 2
    run timeout 60 "$JINDUD" "$@"
    echo "$output"
    [ "$status" -eq "$expected" ]
    [[ $output == *"$words"* ]]
}

@test "it says what it is and how it is used" {
    run "$JINDUD" --version
    [ "$status" -eq 0 ]
    [[ $output =~ ^jindud\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    run "$JINDUD" --help
    [ "$status" -eq 0 ]
    # Every option of the help is in the manual page, and the other way round.
    page=$JINDU_SOURCE/docs/man/jindud.8.scd
    diff <(grep -o -- '--[a-z]*' <<<"$output" | sort -u) \
        <(grep -o -- '\*--[a-z]*' "$page" | tr -d '*' | sort -u)
}

@test "a wrong option or argument is wrong usage" {
    refuse 64 "jindud: unknown option '--nonsense'" --check --nonsense
    [ "${lines[1]}" = "try 'jindud --help'" ]
    refuse 64 "jindud: unknown option '-xy'" -xy
    refuse 64 "jindud: unexpected argument 'now'" now
    refuse 64 "jindud: no value for option '--state'" --state
    refuse 65 'is empty' --config "$conf" --state ''
}

@test "check says yes to a good configuration and touches nothing" {
    printf '[server]\nstate = %s/state\n' "$BATS_TEST_TMPDIR" >>"$conf"
    run "$JINDUD" --config "$conf" --check
    echo "$output"
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ ! -e state ]
    run "$JINDUD" --config "$JINDU_BUILD/jindud.conf" --check
    [ "$status" -eq 0 ]
}

@test "check names the line, and start refuses the same" {
    printf '[office]\nzome = Asia/Shanghai\n' >>"$conf"
    words="$conf:4: unknown key 'zome' in section 'office'; did you mean"
    refuse 65 "$words 'zone' in 'office'?" --config "$conf" --check
    refuse 65 "$words" --config "$conf" --state state
    [ ! -e state ]
}

@test "a zone that does not exist is refused and not taken for UTC" {
    printf '[office]\nzone = Asia/Atlantis\n' >>"$conf"
    refuse 65 "$conf:4: 'Asia/Atlantis' is no value for 'zone'" \
        --config "$conf" --check
}

@test "a configuration or calendar that is not there is named" {
    refuse 66 "cannot open 'nowhere'" --config nowhere
    printf '[calendar]\ndirectory = /nonexistent\n' >"$conf"
    refuse 66 "no calendar directory '/nonexistent'" --config "$conf" \
        --state state --sockets run
    refuse 66 "no calendar directory '/nonexistent'" --config "$conf" --check
}

@test "a calendar that is none is refused" {
    mkdir calendar
    printf '{"year":2021,"papers":[],"days":[' >calendar/2021.json
    printf '[calendar]\ndirectory = %s/calendar\n' "$PWD" >"$conf"
    refuse 65 "calendar/2021.json" --config "$conf" --state state \
        --sockets run
}

@test "the calendars are loaded in the order of their years" {
    start --state state --sockets run
    stop
    years=$(python3 -c '
import json, sqlite3
for event, in sqlite3.connect("state/jindu.db").execute(
        "SELECT event FROM journal ORDER BY sequence"):
    print(json.loads(event)["data"]["calendar"]["year"])')
    [ "$years" = "$(sort <<<"$years")" ]
    [ "$(wc -l <<<"$years")" -gt 5 ]
}

@test "only the last part of a directory that was named is made" {
    refuse 74 "cannot make '$PWD/no/state'" --config "$conf" \
        --state no/state --sockets run
    [ ! -e no ]
}

@test "it starts on an empty directory, stops on request and starts again" {
    for _ in 1 2; do
        start --state state --sockets run
        [ "$(stat -c %a state)" = 700 ]
        [ "$(stat -c %a run)" = 750 ]
        [ "$(stat -c %a run/requests)" = 660 ]
        [ "$(stat -c %a run/events)" = 660 ]
        [ "$(stat -c %a state/jindu.db)" = 600 ]
        stop
        [ ! -e run/requests ]
        [ ! -e run/events ]
        [ ! -e state/jindu.db-wal ]
    done
}

@test "an interrupt stops it as well" {
    start --state state --sockets run
    kill -INT "$pid"
    wait "$pid"
    pid=
}

@test "the directories come from the environment when nobody names them" {
    mkdir -m 0700 state runtime
    export XDG_STATE_HOME=$PWD/state XDG_RUNTIME_DIR=$PWD/runtime
    start
    [ -S runtime/jindu/requests ]
    [ -f state/jindu/jindu.db ]
    stop
    unset XDG_RUNTIME_DIR
    start
    [ -S state/jindu/run/requests ]
    stop
}

@test "the configuration names the directories, an option overrules it" {
    printf '[server]\nstate = %s/a\nsockets = %s/b\n' "$PWD" "$PWD" >>"$conf"
    start
    [ -S b/requests ]
    [ -f a/jindu.db ]
    stop
    start --state c --sockets d
    [ -S d/requests ]
    [ -f c/jindu.db ]
    stop
}

@test "a directory that is open to others is refused and left as it is" {
    mkdir -m 0755 state
    refuse 77 'open to others' --config "$conf" --state state --sockets run
    [ "$(stat -c %a state)" = 755 ]
    chmod 0700 state
    mkdir -m 0777 run
    refuse 77 'open to others' --config "$conf" --state state --sockets run
    [ "$(stat -c %a run)" = 777 ]
}

@test "a path that is too long for a socket is refused by name" {
    long=$PWD/$(printf 'd%.0s' {1..100})
    refuse 65 'the path of a socket has at most 107 bytes' \
        --config "$conf" --state state --sockets "$long"
}

@test "what is no database of ours is refused and kept" {
    mkdir -m 0700 state
    head -c 8192 /dev/zero | tr '\0' 'x' >state/jindu.db
    before=$(sha256sum state/jindu.db)
    refuse 74 "'$PWD/state/jindu.db' is not a database of jindud" \
        --config "$conf" --state state --sockets run
    [ "$before" = "$(sha256sum state/jindu.db)" ]
    [ ! -e run/requests ]
}
