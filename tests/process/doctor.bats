#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What doctor finds, and what becomes of refused reports when it was mended.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

bats_require_minimum_version 1.5.0

setup() {
    : "${JINDU_BUILD:?}" "${JINDU_SOURCE:?}"
    export LC_ALL=C.UTF-8 TERM=xterm
    export XDG_CONFIG_HOME=$BATS_TEST_TMPDIR XDG_STATE_HOME=$BATS_TEST_TMPDIR
    export JINDU_SERVER=ipc://$BATS_TEST_TMPDIR/run/requests
    unset LANGUAGE COLUMNS JINDU_PLAN JINDU_CONTEXT JINDU_AMBIGUOUS_WIDTH
    PATH=$JINDU_BUILD/client:$PATH
    pid=
}

teardown() {
    [ -z "$pid" ] || kill "$pid"
}

# Runs jindu; stdout in $output, stderr in $errors.
cli() {
    run --separate-stderr jindu "$@"
    # shellcheck disable=SC2154 # set by run
    errors=$stderr
}

# $1: the folder of calendars.
start() {
    umask 027
    mkdir -m 0700 "$BATS_TEST_TMPDIR/state"
    mkdir -m 0750 "$BATS_TEST_TMPDIR/run"
    printf '[calendar]\ndirectory = %s\n[uid.%d]\nrole = admin\nperson = 李乙\n' \
        "$1" "$(id -u)" >"$BATS_TEST_TMPDIR/conf"
    "$JINDU_BUILD/daemon/jindud" --config "$BATS_TEST_TMPDIR/conf" \
        --state "$BATS_TEST_TMPDIR/state" \
        --sockets "$BATS_TEST_TMPDIR/run" \
        2>"$BATS_TEST_TMPDIR/log" 3>&- &
    pid=$!
    jindu --timeout 60 server status >/dev/null
}

# Calendars of this year and the next, as far as anybody may be asked.
calendars() {
    local year
    mkdir "$BATS_TEST_TMPDIR/years"
    for year in "$@"; do
        printf '{"year":%d,"papers":["n"],"days":[{"name":"元旦",%s}]}\n' \
            "$year" "\"date\":\"$year-01-01\",\"isOffDay\":true" \
            >"$BATS_TEST_TMPDIR/years/$year.json"
    done
}

@test "doctor finds nothing where all is well" {
    year=$(date +%Y)
    calendars $((year - 1)) "$year" $((year + 1)) $((year + 2))
    start "$BATS_TEST_TMPDIR/years"
    cli doctor
    [ "$status" -eq 0 ]
    [ -z "$errors" ]
    [[ $output == *"server      jindud "*"for it you are 李乙, admin"* ]]
    [ "$(grep -c '^ok ' <<<"$output")" -eq "${#lines[@]}" ]
    [ "${#lines[@]}" -eq 8 ]
    [ -z "$(jindu doctor --quiet)" ]
    jindu doctor --json | grep -q '"problems":0,"warnings":0}$'
    LANGUAGE=zh_CN jindu doctor | grep -qE '^正常 +节假日 '
}

@test "doctor tells what is wrong, and what to do" {
    cli doctor
    [ "$status" -eq 1 ]
    [[ $output == *"problem   server "*"no such socket"* ]]
    jindu doctor --json | grep -q '"check":"server","state":"problem"'
    mkdir "$BATS_TEST_TMPDIR/none"
    start "$BATS_TEST_TMPDIR/none"
    cli doctor
    [ "$status" -eq 0 ]
    [[ $output == *"warning   calendar "*"jindu calendar import FILE"* ]]
    jindu key new >/dev/null
    chmod 0644 "$XDG_CONFIG_HOME/jindu/client.key_secret"
    cli doctor
    [[ $output == *"warning   own key "*client.key_secret* ]]
    cli doctor --server tcp://127.0.0.1:9 --timeout 1
    [ "$status" -eq 1 ]
    [[ $output == *"problem   own key "*client.key_secret* ]]
    [[ $output == *"problem   server key "* ]]
    LC_ALL=C cli doctor
    [[ $output == *"warning   locale "*"set LANG"* ]]
    echo nonsense >"$XDG_CONFIG_HOME/jindu/config"
    cli doctor
    [ "$status" -eq 1 ]
    [[ $output == *"problem   settings "*"config', line 1"* ]]
}

@test "doctor tells what a report would: nothing says where the outbox is" {
    unset HOME XDG_STATE_HOME
    words='nothing says where the outbox is: HOME is not set'
    cli doctor
    [ "$status" -eq 1 ]
    [[ $output == *"problem   outbox      $words"* ]]
    cli report 1 10 --plan 2031
    [ "$status" -eq 74 ]
    [[ $errors == *"$words"* ]]
}

@test "doctor asks the terminal how wide it draws quotes" {
    ask() {
        /usr/bin/python3 "$JINDU_SOURCE/tests/process/answering_terminal.py" \
            "$@" jindu doctor --server /nowhere --color never
    }
    run ask 3
    [[ $output == *"ok        width       the terminal draws “” in 2 cells"* ]]
    run ask 5
    [[ $output == *"warning   width "*"in 4 cells"*JINDU_AMBIGUOUS_WIDTH=2* ]]
    JINDU_AMBIGUOUS_WIDTH=2 run ask 5
    [[ $output == *"ok        width "*"in 4 cells"* ]]
    JINDU_AMBIGUOUS_WIDTH=2 run ask 3
    [[ $output == *"warning   width "*"in 2 cells"* ]]
    run ask silent
    [[ $output == *"ok        width "*"no terminal was there"* ]]
    TERM=dumb run ask 3
    [[ $output == *"no terminal was there"* ]]
}

@test "Ctrl-C leaves the terminal as it was" {
    run /usr/bin/python3 "$JINDU_SOURCE/tests/process/typed.py" \
        $'\003' $'\033[6n' jindu doctor --server /nowhere
    [ "$status" -eq 1 ]
    [[ $output != *"no terminal was there"* ]]
    [[ $output == *"the terminal is as it was" ]]
}

@test "a refused report is sent again when its cause was mended" {
    cat >"$BATS_TEST_TMPDIR/plan.csv" <<'END'
序号,项目名称,项目内容,目标任务,责任单位,责任人,责任领导,完成时限
1,道路,修路,全部完成,水利站,李乙,孙丙,2031年3月31日
END
    cli report 1 10 --plan 2031
    [ "$status" -eq 75 ]
    cli report 2 20 --plan 2031
    [ "$status" -eq 75 ]
    mkdir "$BATS_TEST_TMPDIR/none"
    start "$BATS_TEST_TMPDIR/none"
    cli flush --plan 2031
    [ "$status" -eq 73 ]
    cli doctor
    [[ $output == *"warning   outbox "*"2 reports were refused"* ]]
    jindu plan import --accept-guesses --year 2031 "$BATS_TEST_TMPDIR/plan.csv"
    id=$(jindu flush --failed --plain | head -n 1 | cut -f 1)
    [ "${#id}" -eq 6 ]
    cli flush --retry xxxxxx
    [ "$status" -eq 66 ]
    cli flush --retry "$id" --failed
    [ "$status" -eq 64 ]
    cli flush --retry "$id"
    [ "$status" -eq 0 ]
    [ "$output" = "delivered 1, refused 0, left 0" ]
    [[ $(jindu history 1 --plain) == *10%* ]]
    # Item 2 is not there yet.
    cli flush --retry all
    [ "$status" -eq 73 ]
    echo '2,道路,修桥,全部完成,水利站,李乙,孙丙,2031年3月31日' \
        >>"$BATS_TEST_TMPDIR/plan.csv"
    jindu plan import --accept-guesses --year 2031 "$BATS_TEST_TMPDIR/plan.csv"
    jindu flush --retry all
    [[ $(jindu history 2 --plain) == *20%* ]]
    [ -z "$(jindu flush --failed)" ]
    # Each counts once, whatever was tried.
    [ "$(jindu history -n 0 --json | grep -o '"type":"jindu.report' |
        wc -l)" -eq 2 ]
}
