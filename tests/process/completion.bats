#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What each shell completes, asked of the shell itself.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

bats_require_minimum_version 1.5.0

setup() {
    : "${JINDU_BUILD:?}" "${JINDU_SOURCE:?}"
    export LC_ALL=C.UTF-8 XDG_CONFIG_HOME=$BATS_TEST_TMPDIR
    unset LANGUAGE JINDU_SERVER
    PATH=$JINDU_BUILD/client:$PATH
    jindu context add county --server /county
    jindu context add town --server /town
}

# What bash offers for the last of the words.
in_bash() {
    # shellcheck disable=SC2016 # for the other shell
    bash -c 'eval "$(jindu completion bash)"
        COMP_WORDS=(jindu "$@") COMP_CWORD=$#
        _jindu
        echo "${COMPREPLY[*]}"' - "$@"
}

in_fish() {
    fish -c "jindu completion fish | source; complete -C '$1'" | cut -f 1 |
        tr '\n' ' '
}

@test "bash completes commands, options and the values of options" {
    [ "$(in_bash hist)" = history ]
    [ "$(in_bash admin '')" = "permissions principal" ]
    [ "$(in_bash admin principal l)" = list ]
    [[ " $(in_bash '') " == *" report flush list "* ]]
    [ "$(in_bash list --over)" = --overdue ]
    [ "$(in_bash --json list --stat)" = --state ]
    [ "$(in_bash list --state d)" = done ]
    [ "$(in_bash list --state = d)" = done ]
    [ "$(in_bash list --color '')" = "auto always never" ]
    [ "$(in_bash --context '')" = "county town" ]
    [ "$(in_bash --context town context sel)" = select ]
    [ "$(in_bash context remove t)" = town ]
    [ "$(in_bash help exit)" = exit-codes ]
    [ "$(in_bash 上)" = 上报 ]
}

@test "where a file or something new belongs, nothing of ours is offered" {
    [ -z "$(in_bash plan import '')" ]
    [ -z "$(in_bash report 3 -m '')" ]
    [ -z "$(in_bash report 3 --note '')" ]
    [ -z "$(in_bash nonsense '')" ]
    [ -z "$(in_bash context add '')" ]
}

@test "every option of every command completes" {
    jindu help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\( [a-z]\+\)*\) .*/\1/p' \
        >"$BATS_TEST_TMPDIR/commands"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/commands")" -gt 30 ]
    while read -ra words; do
        jindu help "${words[@]}" | grep -oE '^  (-., )?--[a-z-]+' |
            grep -oE -- '--[a-z-]+' | sort -u >"$BATS_TEST_TMPDIR/told"
        jindu completion words -- "${words[@]}" -- | cut -f 1 | sort -u \
            >"$BATS_TEST_TMPDIR/offered"
        diff "$BATS_TEST_TMPDIR/told" "$BATS_TEST_TMPDIR/offered"
    done <"$BATS_TEST_TMPDIR/commands"
}

@test "fish completes the same" {
    command -v fish || skip "fish is not installed"
    export HOME=$BATS_TEST_TMPDIR
    [ "$(in_fish 'jindu hist')" = "history " ]
    [ "$(in_fish 'jindu admin principal l')" = "list " ]
    [ "$(in_fish 'jindu list --state d')" = "done " ]
    [ "$(in_fish 'jindu list --state=d')" = "--state=done " ]
    [ "$(in_fish 'jindu --context ')" = "county town " ]
    cd "$BATS_TEST_TMPDIR"
    : >plan-2031.csv
    [ "$(in_fish 'jindu plan import plan-')" = "plan-2031.csv " ]
}

@test "zsh completes the same" {
    command -v zsh || skip "zsh is not installed"
    cd "$BATS_TEST_TMPDIR"
    : >plan-2031.csv
    run /usr/bin/python3 "$JINDU_SOURCE/tests/process/zsh_completes.py" \
        'hist' 'admin principal li' 'list --state do' 'list --state=do' \
        '--context tow' 'context sele' 'plan import plan-'
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "history" ]
    [ "${lines[1]}" = "admin principal list" ]
    [ "${lines[2]}" = "list --state done" ]
    [ "${lines[3]}" = "list --state=done" ]
    [ "${lines[4]}" = "--context town" ]
    [ "${lines[5]}" = "context select" ]
    [ "${lines[6]}" = "plan import plan-2031.csv" ]
}

@test "no width breaks what a shell reads" {
    for shell in bash fish zsh; do
        diff <(jindu completion $shell) <(COLUMNS=20 jindu completion $shell)
    done
    diff <(jindu completion words -- list --) \
        <(COLUMNS=20 jindu completion words -- list --)
}

@test "an unknown shell is told which there are" {
    run jindu completion csh
    [ "$status" -eq 64 ]
    [[ $output == *"bash, zsh or fish"* ]]
}

@test "in a locale of GBK Chinese is completed in GBK" {
    LC_ALL=zh_CN.GBK LOCPATH=/nowhere jindu completion words -- \
        "$(iconv -t GBK <<<列)" | iconv -f GBK -t UTF-8 | grep -q '^列表'
}
