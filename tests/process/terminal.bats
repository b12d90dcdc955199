#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What a terminal gets, and what a pipe gets: pager, color, width, questions.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

load office

setup_file() {
    open_office </dev/null
    {
        printf '序号\t项目名称\t项目内容\t目标任务\t责任单位\t责任人\t责任领导\t完成时限\n'
        printf '1\t道路\t修一条从河口村到镇上的很长很长的村道并且装上路灯\t全部完成\t工程办\t李乙\t孙丙\t2001年12月31日\n'
    } | tr '\t' ',' >"$BATS_FILE_TMPDIR/plan.csv"
    "$JINDU_BUILD/client/jindu" --timeout 60 plan import --accept-guesses \
        --year 2001 "$BATS_FILE_TMPDIR/plan.csv"
}

setup() {
    sit_down
    paged=$BATS_TEST_TMPDIR/paged
}

# What the words of a shell show on a terminal of 80 columns; their status.
on_terminal() {
    script -qec "stty cols 80; $1" /dev/null </dev/null | tr -d '\r'
    return "${PIPESTATUS[0]}"
}

@test "a table goes through the pager on a terminal, and only there" {
    export JINDU_PAGER="cat >$paged"
    [ -z "$(on_terminal 'jindu list')" ]
    grep -q '修一条' "$paged"
    for words in 'list --no-pager' 'list --json' 'list --plain' \
        'report 1 --no-change' 'flush' 'check'; do
        rm -f "$paged"
        on_terminal "jindu $words || :" >/dev/null
        [ ! -e "$paged" ]
    done
    TERM=dumb on_terminal 'jindu list' >/dev/null
    TERM='' on_terminal 'jindu list' >/dev/null
    (unset TERM && on_terminal 'jindu list' >/dev/null)
    jindu list >/dev/null
    [ ! -e "$paged" ]
    unset JINDU_PAGER
    PAGER="cat >$paged" on_terminal 'jindu help report'
    grep -q 'Usage: jindu report' "$paged"
}

@test "a pager that cannot be run, or is left early, is no error" {
    JINDU_PAGER=/nowhere/pager run on_terminal 'jindu list'
    [ "$status" -eq 0 ]
    [[ $output == *修一条* ]]
    JINDU_PAGER="less 'x" run on_terminal 'jindu list'
    [ "$status" -eq 0 ]
    [[ $output == *修一条* ]]
    JINDU_PAGER=true run on_terminal 'jindu list'
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    JINDU_PAGER=false run on_terminal 'jindu list'
    [ "$status" -eq 0 ]
    # Much more than a pipe holds.
    JINDU_PAGER='head -n 1' run on_terminal \
        'for i in 1 2 3; do jindu help; done'
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 3 ]
    JINDU_PAGER='' run on_terminal 'jindu list'
    [[ $output == *修一条* ]]
}

# A pager that is told and left, and then the question of an import on the same
# terminal: Ctrl-C must reach jindu again.
@test "after the pager Ctrl-C is jindu's again" {
    sed 's/全部完成/完成一半/' "$BATS_FILE_TMPDIR/plan.csv" \
        >"$BATS_TEST_TMPDIR/other.csv"
    JINDU_PAGER=true run /usr/bin/python3 \
        "$JINDU_SOURCE/tests/process/typed.py" $'\003' 'y/N' \
        jindu plan import --year 2001 "$BATS_TEST_TMPDIR/other.csv"
    echo "$output"
    [ "$status" -ne 0 ]
    [[ $output != *"live: revision"* ]]
}

@test "without a pager of the person's it is less, which shows what fits at once" {
    command -v less || skip "less is not installed"
    run on_terminal 'jindu list'
    [ "$status" -eq 0 ]
    [[ $output == *修一条* ]]
}

@test "less that the person names does as the usual one, unless LESS says how" {
    command -v less || skip "less is not installed"
    unset LESS
    PAGER=less run on_terminal 'timeout --foreground 60 jindu list'
    [ "$status" -eq 0 ]
    [[ $output == *$'\033[31m'*修一条* ]]
    [[ $output != *ESC* ]]
    LC_ALL=C.UTF-8 LANGUAGE=en TERM=xterm PAGER=less \
        /usr/bin/python3 "$JINDU_SOURCE/tests/process/typed.py" \
        q 'SPACE=next page  q=quit' jindu help
    LESS=M PAGER='printenv LESS' run on_terminal 'jindu list'
    [ "$output" = M ]
}

@test "less says below what its keys do, whatever the language" {
    command -v less || skip "less is not installed"
    for language in en zh_CN; do
        LC_ALL=C.UTF-8 LANGUAGE=$language TERM=xterm \
            /usr/bin/python3 "$JINDU_SOURCE/tests/process/typed.py" \
            q 'SPACE=next page  q=quit' jindu help
    done
}

@test "complaints stand in the terminal, after what was paged" {
    JINDU_PAGER='sed -n p' run on_terminal 'jindu show 99'
    [ "$status" -eq 66 ]
    [[ $output == *"there is no such item"* ]]
}

@test "color is for terminals, unless somebody says otherwise" {
    red=$'\033[31m'
    [[ $(on_terminal 'jindu list --no-pager') == *"$red"* ]]
    [[ $(NO_COLOR=1 on_terminal 'jindu list --no-pager') != *$'\033'* ]]
    [[ $(TERM=dumb on_terminal 'jindu list') != *$'\033'* ]]
    [[ $(unset TERM && on_terminal 'jindu list') != *$'\033'* ]]
    [[ $(on_terminal 'jindu list --plain') != *$'\033'* ]]
    [[ $(jindu list) != *$'\033'* ]]
    [[ $(CLICOLOR_FORCE=1 jindu list) == *"$red"* ]]
    [[ $(CLICOLOR_FORCE=0 jindu list) != *$'\033'* ]]
    [[ $(CLICOLOR_FORCE=1 NO_COLOR=1 jindu list) != *$'\033'* ]]
    [[ $(NO_COLOR=1 jindu list --color always) == *"$red"* ]]
    [[ $(jindu list --plain --color always) != *$'\033'* ]]
}

@test "a terminal cuts the last column, a pipe nothing" {
    [[ $(on_terminal 'jindu list --no-pager') == *..* ]]
    [[ $(jindu list) == *并且装上路灯* ]]
    [[ $(jindu list) != *..* ]]
    [[ $(COLUMNS=40 jindu list --plain) == *并且装上路灯* ]]
}

@test "plain tables have a tab between the cells and nothing else" {
    [ "$(jindu list --plain | cut -f 2,3)" = $'1\t2001-12-31' ]
    [ "$(jindu list --plain | wc -l)" -eq 1 ]
    [[ $(jindu show 1 --plain) == *$'\ndeadline\t2001-12-31'* ]]
}

@test "nobody is asked where nobody can answer" {
    sed 's/全部完成/完成一半/' "$BATS_FILE_TMPDIR/plan.csv" \
        >"$BATS_TEST_TMPDIR/other.csv"
    run jindu plan import --year 2001 "$BATS_TEST_TMPDIR/other.csv" </dev/null
    [ "$status" -eq 11 ]
    [[ $output == *--accept-guesses* ]]
    run on_terminal \
        "jindu plan import --no-input --year 2001 $BATS_TEST_TMPDIR/other.csv"
    [ "$status" -eq 11 ]
    [[ $output == *--accept-guesses* ]]
}

@test "help fits the terminal, and a pipe gets each sentence in one line" {
    for width in 60 80 120; do
        for words in help 'help plan import' 'help watch' 'help environment' \
            'context --help'; do
            # shellcheck disable=SC2086 # several words
            COLUMNS=$width LANGUAGE=zh_CN jindu $words >"$BATS_TEST_TMPDIR/help"
            [ "$(grep -v '^  jindu' "$BATS_TEST_TMPDIR/help" | wc -L)" \
                -le "$width" ] || { cat "$BATS_TEST_TMPDIR/help"; false; }
            run ! grep -q ' $' "$BATS_TEST_TMPDIR/help"
            # No line begins with what belongs to the one before.
            run ! grep -qE '^ *(，|。|；|）|”)' "$BATS_TEST_TMPDIR/help"
        done
    done
    jindu help environment | grep -q 'jindu/config there holds .* beside it$'
}

@test "an error is an object wherever --json stands" {
    for words in 'lsit --json' '--json lsit' 'list --ovredue --json' \
        '--plan x --color blue --json list' 'plan --json'; do
        # shellcheck disable=SC2086 # several words
        run --separate-stderr jindu $words
        [ "$status" -eq 64 ]
        # shellcheck disable=SC2154 # set by run
        [[ $stderr == '{"error":{"data":{"status":"usage"},"message":'*'}}' ]]
    done
}

@test "what is printed goes into no socket where the output is closed" {
    names=$BATS_TEST_TMPDIR/names
    # shellcheck disable=SC2016 # for the shell of --exec
    jindu watch --since 0 -n 1 --exec \
        'for n in 0 1 2; do readlink "/proc/$PPID/fd/$n"; done >'"$names" \
        <&- >&- 2>&-
    [ "$(sort -u "$names")" = /dev/null ]
    status=0
    jindu list >&- || status=$?
    [ "$status" -eq 74 ]
}

@test "the last complaint has the codeset of the terminal, too" {
    LC_ALL=zh_CN.GBK on_terminal 'jindu help >/dev/full' |
        iconv -f GBK -t UTF-8 | grep -q '输出无法写入'
}

@test "less passes on every byte of a GBK terminal, and reads UTF-8 on others" {
    JINDU_PAGER='printenv LESSCHARSET' run on_terminal 'jindu list'
    [ "$output" = utf-8 ]
    LESSCHARSET=latin1 JINDU_PAGER='printenv LESSCHARSET' \
        run on_terminal 'jindu list'
    [ "$output" = latin1 ]

    local locales=$JINDU_BUILD/tests/golden/locale
    [ -d "$locales/zh_CN.GBK" ] || skip "there is no zh_CN.GBK here"
    LOCPATH=$locales LC_ALL=zh_CN.GBK JINDU_PAGER='printenv LESSCHARSET' \
        run on_terminal 'jindu list'
    [ "$output" = dos ]
}

@test "on a terminal of GBK the answer of a Chinese yes is understood" {
    sed 's/全部完成/完成两成/' "$BATS_FILE_TMPDIR/plan.csv" \
        >"$BATS_TEST_TMPDIR/other.csv"
    JINDU_PAGER=true TERMINAL_CODESET=gbk run /usr/bin/python3 \
        "$JINDU_SOURCE/tests/process/typed.py" "$(iconv -t GBK <<<是)"$'\n' \
        y/N env LC_ALL=zh_CN.GBK LOCPATH=/nowhere \
        jindu plan import --year 2001 "$BATS_TEST_TMPDIR/other.csv"
    echo "$output"
    [ "$status" -eq 0 ]
    jindu show 1 | grep -q '完成两成'
}
