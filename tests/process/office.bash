# SPDX-License-Identifier: MIT
# For suites that ask one daemon as people do: 'load office' in the .bats file.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

bats_require_minimum_version 1.5.0

# Starts the daemon of the suite; its configuration is the standard input.
open_office() {
    : "${JINDU_BUILD:?}" "${JINDU_SOURCE:?}"
    umask 027
    mkdir -m 0700 "$BATS_FILE_TMPDIR/state"
    mkdir -m 0750 "$BATS_FILE_TMPDIR/run"
    cat >"$BATS_FILE_TMPDIR/conf"
    "$JINDU_BUILD/daemon/jindud" --config "$BATS_FILE_TMPDIR/conf" \
        --state "$BATS_FILE_TMPDIR/state" --sockets "$BATS_FILE_TMPDIR/run" \
        2>"$BATS_FILE_TMPDIR/log" 3>&- &
    echo $! >"$BATS_FILE_TMPDIR/pid"
    export JINDU_SERVER=ipc://$BATS_FILE_TMPDIR/run/requests
    "$JINDU_BUILD/client/jindu" --timeout 60 server status >/dev/null
}

teardown_file() {
    kill "$(cat "$BATS_FILE_TMPDIR/pid")" || true
}

# Somebody with nothing of their own yet.
sit_down() {
    export LC_ALL=C.UTF-8 TERM=xterm
    export JINDU_SERVER=ipc://$BATS_FILE_TMPDIR/run/requests
    export XDG_CONFIG_HOME=$BATS_TEST_TMPDIR XDG_STATE_HOME=$BATS_TEST_TMPDIR
    unset LANGUAGE COLUMNS JINDU_PLAN JINDU_CONTEXT
    unset NO_COLOR CLICOLOR_FORCE PAGER JINDU_PAGER
    PATH=$JINDU_BUILD/client:$PATH
}

# Runs jindu; stdout in $output, stderr in $errors.
cli() {
    run --separate-stderr jindu "$@"
    # shellcheck disable=SC2034,SC2154 # set by run, read by the suites
    errors=$stderr
}

# The words of a command as they are typed on a terminal of GBK, whose locale
# need not be there.
in_gbk() {
    local words=() word
    for word; do
        words+=("$(iconv -f UTF-8 -t GBK <<<"$word")")
    done
    env LC_ALL=zh_CN.GBK LOCPATH=/nowhere "${words[@]}"
}
