#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lists, histories and reports as somebody asks for them, and who is asking.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

load office

setup_file() {
    open_office <<END
[uid.$(id -u)]
role = admin
person = 李乙
END
    cat >"$BATS_FILE_TMPDIR/plan.csv" <<END
序号,项目名称,项目内容,目标任务,责任单位,责任人,责任领导,完成时限
1,道路,修路,全部完成,水利站,周丁,孙丙,2031年3月31日
2,道路,修桥,全部完成,工程办,李乙,孙丙,2031年9月30日
3,绿化,种树,全部完成,农业站,"李乙、周丁",孙丙,2031年1月31日
4,绿化,养护,全部完成,工程办,周丁,孙丙,2031年12月31日
END
    export XDG_STATE_HOME=$BATS_FILE_TMPDIR
    "$JINDU_BUILD/client/jindu" --timeout 60 plan import --accept-guesses \
        --year 2031 "$BATS_FILE_TMPDIR/plan.csv"
}

setup() {
    sit_down
}

# The numbers of a list, in its order.
numbers() {
    jindu list --plain --fields no "$@" | tr '\n' ' '
}

@test "whoami tells person, role and server" {
    [ "$(jindu whoami)" = "李乙, admin (uid:$(id -u)) at $JINDU_SERVER" ]
    [ "$(LANGUAGE=zh_CN jindu 我是谁)" = \
        "李乙，管理员（uid:$(id -u)），服务器 $JINDU_SERVER" ]
    jindu whoami --json | grep -q '"principal":{"name":"uid:'
}

@test "a list is sorted as it is asked for" {
    [ "$(numbers)" = "3 1 2 4 " ]
    [ "$(numbers --sort due)" = "3 1 2 4 " ]
    [ "$(numbers --sort no)" = "1 2 3 4 " ]
    [ "$(numbers --sort unit)" = "3 2 4 1 " ]
    [ "$(jindu list --sort no --json | grep -oE '"no":[0-9]' | tr -d '\n')" = \
        '"no":1"no":2"no":3"no":4' ]
}

@test "a list of mine names me, whoever else is named" {
    [ "$(numbers --mine)" = "3 2 " ]
    cli list --mine --person 周丁
    [ "$status" -eq 64 ]
}

@test "a name is doubted only where all of its items were asked for" {
    cli list --unit 无此单位
    [[ $errors == *"no items of '无此单位'; the name counts"* ]]
    for some in '--state withdrawn' '--due 1 --overdue'; do
        # shellcheck disable=SC2086 # words
        cli list --unit 水利站 $some
        [ "$errors" = "no items match" ]
    done
}

@test "a list has the columns that are asked for" {
    [ "$(jindu list --plain --sort no --fields no,units,name | head -n 1)" = \
        $'1\t水利站\t修路' ]
    jindu list --fields name,no | grep -qE '^name +no$'
    cli list --fields no,nmae
    [ "$status" -eq 64 ]
    [[ $errors == *"did you mean 'name'?"* ]]
    cli list --fields "no$(printf ',no%.0s' {1..16})"
    [ "$status" -eq 64 ]
    [[ $errors == *"at most 16 columns"* ]]
    cli list --fields xyzzy
    [[ $errors == *"there are light, no, deadline,"* ]]
    cli list --fields ''
    [ "$status" -eq 64 ]
    cli list --fields no --json
    [ "$status" -eq 64 ]
}

@test "a dry run tells what would change, and changes nothing" {
    before=$(jindu history -n 0 --json)
    cli report 2 40 -m '桥墩完工' --dry-run
    [ "$status" -eq 0 ]
    [ "$output" = "item 2 修桥: 0% -> 40%
note: 桥墩完工" ]
    [[ $errors == *"nothing was sent"* ]]
    cli report 2 100 --dry-run
    [ "$status" -eq 65 ]
    [[ $errors == *"--done"* ]]
    cli report 99 1 --dry-run
    [ "$status" -eq 66 ]
    cli report 2 40 --dry-run --json
    [[ $output == '{"dry_run":true,"method":"report.submit","params":{'* ]]
    JINDU_SERVER=/nowhere cli report 2 40 --dry-run --plan 2031
    [ "$status" -eq 75 ]
    [ ! -e "$XDG_STATE_HOME/jindu" ] # nor kept for later
    [ "$(jindu history -n 0 --json)" = "$before" ]
}

@test "a note comes from a file or the standard input, too" {
    printf '第一行\n第二行\n\n' >"$BATS_TEST_TMPDIR/note"
    jindu report 1 10 -F "$BATS_TEST_TMPDIR/note"
    jindu history 1 -n 1 --json | grep -qF '"note":"第一行\n第二行"'
    echo 路基 | jindu report 1 20 -
    jindu history 1 -n 1 --json | grep -qF '"note":"路基"'
    echo 路面 | jindu report 1 -F -
    jindu history 1 -n 1 --json | grep -qF '"note":"路面"'
    # As an editor of another system writes it.
    printf '\xb5\xc0\r\n\xc2\xb7\r\n' >"$BATS_TEST_TMPDIR/note"
    jindu report 1 30 -F "$BATS_TEST_TMPDIR/note"
    jindu history 1 -n 1 --json | grep -qF '"note":"道\n路"'
    printf '\xff' >"$BATS_TEST_TMPDIR/note"
    cli report 1 30 -F "$BATS_TEST_TMPDIR/note"
    [ "$status" -eq 65 ]
}

@test "a text that no daemon would take is not kept for later" {
    long=$(head -c 4001 /dev/zero | tr '\0' x)
    jindu report 1 30 -m "${long%x}"
    for option in note reason blocked; do
        JINDU_SERVER=/nowhere cli report 1 30 "--$option" "$long"
        [ "$status" -eq 64 ]
        [[ $errors == *"--$option is a text of 1 to 4,000 characters"* ]]
    done
    JINDU_SERVER=/nowhere cli report 1 30 -m $'a\eb'
    [ "$status" -eq 64 ]
    echo "$long" >"$BATS_TEST_TMPDIR/note"
    JINDU_SERVER=/nowhere cli report 1 30 -F "$BATS_TEST_TMPDIR/note"
    [ "$status" -eq 65 ]
    [[ $errors == *"is no text of 1 to 4,000 characters"* ]]
    : >"$BATS_TEST_TMPDIR/note"
    JINDU_SERVER=/nowhere cli report 1 30 -F "$BATS_TEST_TMPDIR/note"
    [ "$status" -eq 65 ]
    [ ! -e "$XDG_STATE_HOME/jindu" ]
}

@test "a report is named once, and its note said once" {
    echo x >"$BATS_TEST_TMPDIR/note"
    cli report 1 30 -m x -F "$BATS_TEST_TMPDIR/note"
    [ "$status" -eq 64 ]
    cli report 1 30 -F "$BATS_TEST_TMPDIR/none"
    [ "$status" -eq 66 ]
    cli report 1 30 40
    [ "$status" -eq 64 ]
}

@test "--date is --as-of" {
    day=$(date -d yesterday +%F)
    jindu report 4 5 --date "$day"
    jindu history 4 -n 1 --json | grep -qF "\"as_of\":\"$day\""
    cli report 4 6 --date "$day" --as-of "$day"
    [ "$status" -eq 64 ]
    cli report 4 6 --date none
    [ "$status" -eq 64 ]
    cli report 4 6 --date "$(date -d '3 days' +%F)"
    [ "$status" -eq 65 ]
    [[ $errors == *"the day of the report is to come"* ]]
    [[ $errors != *--as-of* ]]
}

@test "a history is that of a person, since a day, and of so many events" {
    jindu report 3 10 --person 周丁
    jindu report 3 20
    [ "$(jindu history 3 --by 周丁 --json | grep -o '"type":"jindu.report' |
        wc -l)" -eq 1 ]
    [ "$(jindu history 3 --by 周丁 --plain | cut -f 4)" = 周丁 ]
    [ "$(jindu history --since "$(date -d tomorrow +%F)" --json)" = \
        '{"events":[],"next":null}' ] || {
        jindu history --since "$(date -d tomorrow +%F)" --json
        false
    }
    [ "$(jindu history 3 -n 1 --plain | wc -l)" -eq 1 ]
    [ "$(jindu history --since "$(date -d yesterday +%F)" -n 2 --plain |
        wc -l)" -eq 2 ]
    [ "$(jindu history --plan 2031 -n 3 --json | grep -o '"specversion"' |
        wc -l)" -eq 3 ]
}

@test "a report for somebody is told with who sent it, one's own is not" {
    jindu report 1 91 --person 周丁
    jindu history 1 -n 1 --plain |
        grep -qE $'\t周丁\treport\t.*91% \\(by 李乙\\)$'
    LANGUAGE=zh_CN jindu history 1 -n 1 --plain |
        grep -qE $'\t周丁\t上报\t.*91%（李乙代报）$'
    jindu show 1 | grep -qE '  report  周丁  .*91% \(by 李乙\)$'
    cli watch --since 0 -W 1 --item 1
    [[ $output == *"  report  周丁  "*"91% (by 李乙)"* ]]
    jindu report 2 92 --person 李乙
    cli history 2 -n 1 --plain
    [[ $output == *$'\t李乙\treport\t'* && $output != *'(by '* ]]
    jindu item claim 3 --person 周丁 -m 种完
    jindu history 3 -n 1 --plain |
        grep -qE $'\t周丁\tclaim\t\\(by 李乙\\)  种完$'
}

# The last one: there are two plans from here on.
@test "check is silent, and looks at every plan" {
    cli report 1 10 --plan 2031 --server /nowhere --timeout 1
    [ "$status" -eq 75 ]
    cli check --overdue
    [ "$status" -eq 0 ]
    [ -z "$output$errors" ] # not even of what waits
    cli check --due 3660d
    [ "$status" -eq 10 ]
    [ -z "$output$errors" ]
    sed 's/2031年/2001年/' "$BATS_FILE_TMPDIR/plan.csv" \
        >"$BATS_TEST_TMPDIR/2001.csv"
    jindu plan import --accept-guesses --year 2001 "$BATS_TEST_TMPDIR/2001.csv"
    cli check
    [ "$status" -eq 10 ]
    [ -z "$output$errors" ]
    cli check --overdue --plan 2031
    [ "$status" -eq 0 ]
    [ "$(jindu check --json || :)" = '{"found":true}' ]
    cli check --server /nowhere --timeout 1
    [ "$status" -eq 75 ]
    [ -z "$output" ]
    [ -n "$errors" ]
}

@test "an answer that lacks what it was asked for tells nothing" {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
    for words in 'check' 'check --plan 2031' 'list --plan 2031' 'history' \
        'history --json' 'notice list --plan 2031' 'plan list' \
        'show 1 --plan 2031' 'item claim 1 --plan 2031' \
        'calendar day 2031-05-01' 'plan confirm 2031 --guesses' \
        "calendar import $JINDU_SOURCE/packaging/calendar/2026.json" \
        'server verify' 'whoami'; do
        for lie in '{}' '{"plans":1,"items":"x","events":{},"notices":null}'; do
            # shellcheck disable=SC2086 # words
            run /usr/bin/python3 \
                "$JINDU_SOURCE/tests/process/lying_daemon.py" "$lie" \
                jindu $words
            echo "$words: $status $output"
            [ "$status" -eq 65 ]
            [[ $output == *"the answer of the daemon cannot be read"* ]]
        done
    done
}

@test "pages that never end are not read for ever" {
    /usr/bin/python3 -c 'import zmq' || skip "python3-zmq is not installed"
    pages='{"ok":true,"checked":0,"events":[],"next":#}'
    for words in 'history -n 0 --json' 'server verify'; do
        # shellcheck disable=SC2086 # words
        run timeout 60 /usr/bin/python3 \
            "$JINDU_SOURCE/tests/process/lying_daemon.py" "$pages" \
            jindu $words
        echo "$words: $status $output"
        [ "$status" -eq 1 ]
        [[ $output == *"the daemon goes on telling without an end"* ]]
    done
}

@test "in a locale of GBK words are typed in GBK" {
    export JINDU_PLAN=2031
    # 模式 is in GBK what is UTF-8 as well.
    in_gbk jindu 上报 1 -m '模式已定' --blocked '等图纸'
    jindu history 1 --json | grep -q '"note":"模式已定"'
    jindu show 1 --json | grep -q '等图纸'
    in_gbk jindu list --person '李 乙' --plain --fields no >"$BATS_TEST_TMPDIR/n"
    [ "$(tr '\n' ' ' <"$BATS_TEST_TMPDIR/n")" = "$(numbers --person 李乙)" ]

    run --separate-stderr env LC_ALL=zh_CN.GBK LOCPATH=/nowhere \
        jindu report 1 6 -m $'\xc4\xa3\xff'
    [ "$status" -eq 64 ]
    [[ $stderr == *"--note 的文字不是"*"GBK"*"LC_ALL=C.UTF-8"* ]]
    run --separate-stderr env LC_ALL=zh_CN.GBK LOCPATH=/nowhere \
        jindu help list $'\xff'
    [ "$status" -eq 64 ]
    [[ $stderr == *"jindu help”之后的第 2 个词不是 GBK 编码"* ]]
}
