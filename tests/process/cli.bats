#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# jindu as people use it: without a daemon first, then against a real one.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

load office

setup_file() {
    open_office <<END
[notice]
window = always
window_days = all
[calendar]
directory = $JINDU_SOURCE/packaging/calendar
END
}

setup() {
    sit_down
    file=$BATS_TEST_TMPDIR/plan.txt
}

# A plan whose rows are NO NAME UNIT PERSON DATE, each one word; - is blank.
write_plan() {
    printf '清河镇2031年重点工作计划\n总负责人：钱甲   时间：2030年10月\n'
    printf '\t%s\n' 序号 项目名称 项目内容 目标任务 责任单位 责任人 \
        责任领导 完成时限
    while read -r no name unit person date; do
        printf '\n\t%s\n\t道路\n\t%s\n\t完成%s\n\t%s\n\t%s\n\t%s\n\t%s\n' \
            "$no" "$name" "$name" "${unit#-}" "${person#-}" \
            "${person:+$([ "$person" = - ] || echo 孙丙)}" "${date#-}"
    done
}

two_items() {
    write_plan <<'END' >"$file"
1 修路 工程办 李乙 2031年12月31日
2 修桥 工程办 周丁 2031年11月30日
END
}

@test "admin tells who may do what, and who there is" {
    jindu admin permissions | grep -qE '^item.claim +all +all +- +own +-$'
    jindu admin permissions --json | grep -q '"method":"item.claim"'
    jindu admin principal list | grep -qE "^uid:$(id -u) +admin +let in *$"
    jindu admin principal list --json | grep -q '^{"next":null,"principals":'
    run jindu admin principal
    [ "$status" -eq 64 ]
    [[ $output == *"'jindu admin principal' needs one more word: "* ]]
    jindu help admin principal list | grep -q 'Usage: jindu admin principal list'
}

@test "every message has a Chinese one" {
    cd "$JINDU_SOURCE"
    find client proto -name '*.c' |
        xgettext --from-code=UTF-8 -L C -k_ -kN_ -f - \
            -o "$BATS_TEST_TMPDIR/jindu.pot"
    msgcmp client/po/zh_CN.po "$BATS_TEST_TMPDIR/jindu.pot"
}

@test "what the system says of files has a Chinese text, whatever is installed" {
    /usr/bin/python3 -c "import errno, os
for name in ('EACCES EDQUOT EEXIST EINVAL EIO EISDIR ELOOP EMFILE ENAMETOOLONG '
             'ENFILE ENOENT ENOMEM ENOSPC ENOTDIR EPERM EPIPE EROFS').split():
    print('msgid \"%s\"' % os.strerror(getattr(errno, name)))" \
        >"$BATS_TEST_TMPDIR/said"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/said")" -eq 17 ]
    [ -z "$(grep -vxFf "$JINDU_SOURCE/client/po/zh_CN.po" \
        "$BATS_TEST_TMPDIR/said")" ]
}

@test "a mistake in the command line is told on stderr and exits 64" {
    cli lsit
    [ "$status" -eq 64 ]
    [ -z "$output" ]
    [[ $errors == *"did you mean 'list'?"* ]]
    cli report 3 140
    [ "$status" -eq 64 ]
    cli --json report x
    [ "$status" -eq 64 ]
    [[ $errors == '{"error":{'*'"status":"usage"'* ]]
    # Not kept for later, when it would be refused.
    JINDU_SERVER=ipc://$BATS_TEST_TMPDIR/none cli report 3 --reason rain
    [ "$status" -eq 64 ]
    [[ $errors == *"nothing is reported: give a percent"* ]]
    [ ! -e "$XDG_STATE_HOME/jindu/outbox" ]
}

@test "an unknown name in the settings file is an error with a suggestion" {
    mkdir "$XDG_CONFIG_HOME/jindu"
    printf '# mine\nplna = 2031\n' >"$XDG_CONFIG_HOME/jindu/config"
    cli list
    [ "$status" -eq 64 ]
    [[ $errors == *"line 2: unknown name 'plna'"*"did you mean 'plan'?"* ]]
}

@test "output that cannot be written is an error" {
    run bash -c 'jindu help >/dev/full'
    [ "$status" -eq 74 ]
    run bash -c 'jindu help >&-'
    [ "$status" -eq 74 ]
}

@test "a report that no daemon takes is kept, refused later and told" {
    local away=ipc://$BATS_TEST_TMPDIR/none outbox=$XDG_STATE_HOME/jindu/outbox
    JINDU_SERVER=$away cli --plan x --timeout 1 report 3 40
    [ "$status" -eq 75 ]
    [[ $errors == *"no daemon answers"*"kept in the outbox"* ]]
    [ "$(stat -c %a "$outbox" "$outbox"/*.json | xargs)" = "700 600" ]
    JINDU_SERVER=$away cli --timeout 1 --json report 3 40
    [ "$status" -eq 75 ]
    [[ $errors == '{"error":{"data":{"key":"'*'","status":"queued"}'* ]]
    [ "$(find "$outbox" -name '*.json' | wc -l)" -eq 2 ]
    JINDU_SERVER=$away cli --timeout 1 flush
    [ "$status" -eq 75 ]
    [[ $errors == *"2 requests stay in the outbox: no daemon answers"* ]]
    sed -i "s|$BATS_TEST_TMPDIR/none|$BATS_FILE_TMPDIR/run/requests|" \
        "$outbox"/*.json
    cli flush --json
    [ "$status" -eq 73 ]
    [ "$output" = '{"delivered":0,"left":0,"refused":2}' ]
    [ "$(find "$outbox/failed" -name '*.json' | wc -l)" -eq 2 ]
    cli plan list
    [[ $errors == *"2 requests of the outbox were refused"* ]]
    cli flush --failed
    [ "$status" -eq 0 ]
    [[ $output == *"there is no such"* ]]
    [ -z "$errors" ]
    TZ=Asia/Shanghai cli flush --failed --plain
    [[ $output == *[0-9]:[0-9][0-9]" +0800"$'\t'* ]]
    rm "$(find "$outbox/failed" -name '*.json' | head -n 1)"
    cp -a "$outbox" "$BATS_TEST_TMPDIR/kept"
    cli flush --forget
    [[ $output == *"there is no such"* ]]
    [ "$errors" = "1 refused request was removed" ]
    cp -a "$BATS_TEST_TMPDIR/kept/." "$outbox"
    cli flush --forget --json
    [[ $output == '{"failed":[{"error":{'* ]]
    [ -z "$errors" ]
    cli plan list
    [[ $errors != *outbox* ]]
    cli flush --forget
    [ "$errors" = "nothing was refused" ]
}

@test "a report for another server is told with where it goes, and leaves" {
    local away=$BATS_TEST_TMPDIR/none outbox=$XDG_STATE_HOME/jindu/outbox
    local waits="1 request waits for another server: jindu flush --server $away"
    JINDU_SERVER=ipc://$away cli --plan x --timeout 1 report 3 40
    [ "$status" -eq 75 ]
    cli whoami
    [ "$errors" = "$waits" ]
    cli flush
    [ "$status" -eq 0 ]
    [ "$output" = "delivered 0, refused 0, left 0" ]
    [[ $errors == "$waits"$'\n'*"'$outbox/"*".json'" ]]
    cli doctor
    [[ $output == *"warning   outbox "*"$waits"* ]]
    JINDU_SERVER=ipc://$away cli --timeout 1 flush
    [[ $errors == *"1 request stays in the outbox: no daemon answers"* ]]
    JINDU_SERVER=ipc://$away cli --plan x --timeout 1 report 3 50
    cli whoami
    [[ $errors == "2 requests wait for other servers, the oldest: jindu flush "* ]]
    JINDU_SERVER='' cli whoami --server "$JINDU_SERVER"
    [[ $errors == "2 requests"* ]]
    cli flush
    rm "$outbox"/*.json
    cli whoami
    [ -z "$errors" ]
}

@test "an outbox that cannot be written is told, with the key" {
    local away=ipc://$BATS_TEST_TMPDIR/none
    echo 'no folder' >"$BATS_TEST_TMPDIR/file"
    JINDU_SERVER=$away XDG_STATE_HOME=$BATS_TEST_TMPDIR/file \
        cli --plan x --timeout 1 report 3 40
    [ "$status" -eq 74 ]
    [[ $errors == *"the outbox '$BATS_TEST_TMPDIR/file/jindu/outbox': "* ]]
    [[ $errors == *"NOT stored"*"--key "* ]]
    JINDU_SERVER=$away XDG_STATE_HOME='' HOME='' \
        cli --plan x --timeout 1 report 3 40
    [ "$status" -eq 74 ]
    [[ $errors == *"HOME is not set"* ]]
    cli report 3 40 --key ../../etc/passwd
    [ "$status" -eq 64 ]
}

@test "a full outbox says so and keeps what it has" {
    local away=ipc://$BATS_TEST_TMPDIR/none outbox=$XDG_STATE_HOME/jindu/outbox
    local i kept
    JINDU_SERVER=$away cli --plan x --timeout 1 report 3 40
    kept=$(cat "$outbox"/*.json)
    for ((i = 2; i <= 1000; i++)); do
        echo "$kept" >"$outbox/$(printf %010d $i)-$(printf \
            00000000-0000-7000-8000-%012d $i).json"
    done
    JINDU_SERVER=$away cli --plan x --timeout 1 report 3 41
    [ "$status" -eq 73 ]
    [[ $errors == *"is full: 1000 requests"*"jindu flush"*"NOT stored"* ]]
    [ "$(find "$outbox" -name '*.json' | wc -l)" -eq 1000 ]
}

@test "the store is checked, copied and counted while the daemon serves" {
    two_items
    cli plan import "$file" --accept-guesses --plan upkeep
    cli server check
    [ "$status" -eq 0 ]
    [[ $output == *"the chain is whole"*"the store is sound"* ]]
    cd "$BATS_TEST_TMPDIR"
    cli server backup copy.db
    [ "$status" -eq 0 ]
    [[ $output == "'$BATS_TEST_TMPDIR/copy.db': "*" bytes, everything up"* ]]
    [ -s copy.db ]
    cli server backup copy.db
    [ "$status" -eq 73 ]
    [[ $errors == *"there is such a file already"* ]]
    cli server backup none/copy.db
    [ "$status" -eq 66 ]
    [[ $errors == *"no such folder"*": $BATS_TEST_TMPDIR/none"$'\n'* ]]
    cli server metrics
    [ "$status" -eq 0 ]
    [[ $output == *$'\n# TYPE jindu_requests_total counter\njindu_requests'* ]]
}

@test "a reader with a name goes on where it stopped" {
    two_items
    cli plan import "$file" --accept-guesses --plan named
    cli --plan named --json watch --name reader -n 1
    [ "$status" -eq 0 ]
    cli server cursors
    [ "$status" -eq 0 ]
    [[ $output == *reader*all* ]]
    cli --plan named report 1 10
    # shellcheck disable=SC2016 # expanded by the command's shell
    cli --plan named watch --name reader --exec \
        'grep -q submitted && echo "$JINDU_TYPE $JINDU_STREAM"' -n 1
    [ "$status" -eq 0 ]
    [ "$output" = "jindu.report.submitted all" ]
    cli watch --name reader --since 0
    [ "$status" -eq 64 ]
    cli watch --name a/b
    [ "$status" -eq 64 ]
    cli watch --name reader --exec ''
    [ "$status" -eq 64 ]
    [[ $errors == *"no command"* ]]
}

@test "a wrong word is told with what would be right" {
    cli report ３ 40
    [ "$status" -eq 64 ]
    [[ $errors == *"'３' is not the number of an item in plain digits"* ]]
    cli watch --kind x
    [ "$status" -eq 64 ]
    [[ $errors == *"no kind 'x'; there are report, "*", digest"* ]]
}

@test "a long word does not cut off what is wrong with it" {
    cli report "$(head -c 3000 /dev/zero | tr '\0' x)"
    [ "$status" -eq 64 ]
    [[ $errors == *"xx' is not the number of an item; 'jindu list'"* ]]
}

@test "a request that is too long is refused with its size" {
    two_items
    cli plan import "$file" --accept-guesses --plan long
    cli --plan long item withdraw 1 \
        --reason "$(head -c 70000 /dev/zero | tr '\0' x)"
    [ "$status" -eq 65 ]
    [[ $errors == *"at most 65536"* ]]
}

@test "the key of a report without an answer makes the repeat count once" {
    two_items
    cli plan import "$file" --accept-guesses --plan once
    [ "$status" -eq 0 ]
    local key=0197f3a0-0000-7000-8000-000000000001
    cli --plan once --json report 1 10 --key "$key"
    [ "$status" -eq 0 ]
    first=$output
    cli --plan once --json report 1 10 --key "$key"
    [ "$status" -eq 0 ]
    [ "$output" = "$first" ]
    cli --plan once report 1 11 --key "$key"
    [ "$status" -eq 73 ]
}

@test "where no socket is nobody waits for ten seconds" {
    jindu --server "ipc://$BATS_TEST_TMPDIR/none" --timeout 10 list \
        >/dev/null 2>&1 3>&- &
    told_to=$!
    cli --server "ipc://$BATS_TEST_TMPDIR/none" list
    [ "$status" -eq 75 ]
    [[ $errors == *"there is no such socket"* ]]
    cli --server "ipc://$BATS_TEST_TMPDIR" --timeout 1 list
    [[ $errors == *"this is a folder; name the socket in it, .../requests"* ]]
    kill "$told_to" # it waits still
    wait "$told_to" || true
    command -v script || skip "script is not installed"
    run script -qec "jindu --server $BATS_TEST_TMPDIR/none list" /dev/null \
        </dev/null
    [ "$status" -eq 75 ]
    [[ $output == *"waiting for jindud at"*"/none'"*"no daemon answers"* ]]
}

@test "Chinese needs no generated locale" {
    LC_ALL=zh_CN.UTF-8 cli help list
    [[ $output == *"列出事项，最急的在前"* ]]
    LANGUAGE=zh_CN cli help list
    [[ $output == *"列出事项，最急的在前"* ]]
    LC_ALL=C LANGUAGE=zh_CN cli help list
    [[ $output == *"list the items, most urgent first"* ]]
}

@test "a dry run shows all rows and needs no daemon" {
    cli --server "ipc://$BATS_TEST_TMPDIR/none" plan import --dry-run \
        "$JINDU_SOURCE/packaging/sample/plan.txt"
    [ "$status" -eq 0 ]
    [[ $output == *"inferred from the row above, in [ ]: "* ]]
    [[ $output == *"  1. "*"line "*"item "* ]]
    [[ $output == *"taken from the row above: items 2-3, 5-6, 8, 11-12"* ]]
    cli plan import --dry-run --json "$JINDU_SOURCE/packaging/sample/plan.txt"
    [ "$status" -eq 0 ]
    [[ $output == '{"findings":['* ]]
    [ "$(wc -l <<<"$output")" -eq 1 ]
}

@test "a file that is no plan is refused with line and cell" {
    echo '这是一篇文章，没有表格。' >"$file"
    cli plan import "$file"
    [ "$status" -eq 65 ]
    [[ $errors == *"no table found"* ]]
    printf '坏\xff字节\n' >"$file"
    cli plan import "$file"
    [ "$status" -eq 65 ]
    [[ $errors == *"line 1: neither UTF-8 (wrong at byte 3) nor GB18030 "* ]]
    write_plan <<<'1 修路 工程办 李乙 2031年2月30日' >"$file"
    cli plan import "$file" --accept-guesses --plan refused
    [ "$status" -eq 65 ]
    [[ $output == *"error"*"item 1, deadline: '2031年2月30日'"* ]]
    [[ $errors == *"nothing was sent"* ]]
    cli plan import "$BATS_TEST_TMPDIR/none"
    [ "$status" -eq 66 ]
    cli plan show refused
    [ "$status" -eq 66 ]
}

@test "guesses nobody answered for stop the import and store nothing" {
    write_plan <<'END' >"$file"
1 修路 工程办 李乙 2031年12月31日
2 修桥 - - -
END
    cli plan import "$file" --plan guess
    [ "$status" -eq 11 ]
    [[ $output == *"[2031-12-31]"* ]]
    [[ $errors == *"--accept-guesses"* ]]
    cli plan show guess
    [ "$status" -eq 66 ]
    cli plan import "$file" --plan guess --accept-guesses
    [ "$status" -eq 0 ]
    [[ $errors == *"1 deadline is not confirmed: item 2"* ]]
    [[ $errors == *"jindu plan confirm guess --guesses"* ]]
    cli plan confirm guess --guesses
    [ "$status" -eq 0 ]
    cli --plan guess show 2
    [[ $output != *"NOT CONFIRMED"* ]]
}

@test "without a yes nothing is sent, however clear the plan" {
    two_items
    for answer in n y ''; do
        for more in '' --draft --json; do
            # shellcheck disable=SC2086 # one option, or none
            cli plan import "$file" --plan unasked $more <<<"$answer"
            [ "$status" -eq 11 ]
            [[ $errors == *"nobody answered"*"nothing was sent"* ]]
            [[ $more == --json || $errors == *--accept-guesses* ]]
        done
    done
    cli plan import - --plan unasked <"$file"
    [ "$status" -eq 11 ]
    cli plan show unasked
    [ "$status" -eq 66 ]
    cli plan import "$file" --plan unasked --accept-guesses
    [ "$status" -eq 0 ]
    cli plan import "$file" --plan unasked
    [ "$status" -eq 0 ]
    [[ $errors == *"nothing changed"* ]]
}

@test "a person's no is a no, whatever the question" {
    command -v script || skip "script is not installed"
    two_items
    cli plan import "$file" --plan denied --accept-guesses
    write_plan <<<'1 修路 工程办 李乙 2031年12月31日' >"$file"
    run script -qec "jindu plan import $file --plan denied" /dev/null <<<n
    [ "$status" -eq 1 ]
    [[ $output == *"[w/k/N]"*"nothing was sent"* ]]
    [[ $output != *--vanished* ]]
}

@test "at a terminal the person is asked before anything is sent" {
    command -v script || skip "script is not installed"
    two_items
    run script -qec "jindu plan import $file --plan asked" /dev/null <<<n
    [[ $output == *"Import? [y/N]"*"nothing was sent"* ]]
    [ "$status" -eq 1 ]
    cli plan show asked
    [ "$status" -eq 66 ]
    # Nothing takes the answer for its own where no terminal is described.
    run env -u TERM script -qec "jindu plan import $file --plan asked" \
        /dev/null <<<y
    [ "$status" -eq 0 ]
    cli plan show asked
    [ "$status" -eq 0 ]
}

@test "the same file again changes nothing, a changed one is a revision" {
    two_items
    cli plan import "$file" --accept-guesses --plan again
    [ "$status" -eq 0 ]
    cli --plan again report 1 40
    [ "$status" -eq 0 ]
    cli plan import "$file" --accept-guesses --plan again
    [ "$status" -eq 0 ]
    [[ $errors == *"nothing changed"* ]]
    cli plan import "$file" --accept-guesses --plan again --json
    [[ $output == '{"plan":{'*'}}' ]]
    write_plan <<'END' >"$file"
1 修大路 工程办 李乙 2031年12月31日
3 修渠 工程办 周丁 2031年10月31日
END
    cli plan import "$file" --plan again --accept-guesses
    [ "$status" -eq 11 ]
    [[ $output == *"~ item 1: 修大路"*"name: 修路 -> 修大路"* ]]
    [[ $output == *"target: 完成修路 -> 完成修大路"* ]]
    [[ $output == *"- item 2: 修桥"* ]]
    [[ $output == *"+ item 3: 修渠, 2031-10-31"* ]]
    [[ $output == *"1 added, 1 changed, 1 vanished, 0 as they were"* ]]
    cli plan import "$file" --accept-guesses --plan again --vanished withdraw
    [ "$status" -eq 0 ]
    [[ $output == *"plan again is live: revision 2, 2 items"* ]]
    cli --plan again list
    [[ ${lines[1]} == *修渠 ]]
    [[ $output == *" 40%"*修大路* ]]
    cli --plan again show 2
    [[ $output == *withdrawn* ]]
    cli --plan again status
    [[ $output == *"2 items: 2 active (1 withdrawn)"* ]]
    two_items
    cli plan import "$file" --accept-guesses --plan again --vanished keep
    [ "$status" -eq 0 ]
    [[ $output == *"~ item 2: 修桥 (is back)"* ]]
    [[ $output == *"0 added, 2 changed, 1 vanished, 0 as they were"* ]]
    cli --plan again --json show 2
    [[ $output == *'"state":"active"'* ]]
}

@test "a draft is live only when it is confirmed" {
    two_items
    cli plan import "$file" --accept-guesses --plan drafted --draft --json
    [ "$status" -eq 0 ]
    digest=${output#*'"digest":"'}
    draft=${output#*'"draft":"'}
    cli plan show drafted
    [ "$status" -eq 66 ]
    cli plan confirm drafted --draft "${draft%%'"'*}" \
        --digest "$(printf '0%.0s' {1..64})"
    [ "$status" -eq 73 ]
    cli plan confirm drafted --draft "${draft%%'"'*}" \
        --digest "${digest%%'"'*}"
    [ "$status" -eq 0 ]
    cli plan show drafted
    [ "$status" -eq 0 ]
}

@test "a report is taken, a fall needs a reason, a claim is verified" {
    two_items
    cli plan import "$file" --accept-guesses --plan work
    cli --plan work report 1 40 -m '路基 完成'
    [ "$status" -eq 0 ]
    [[ $output == "item 1: 40%, active (report "* ]]
    cli --plan work report 1 20
    [ "$status" -eq 73 ] || [ "$status" -eq 65 ]
    [[ $errors == *"--reason WHY"* ]]
    cli --plan work report 1 20 --reason 重测
    [ "$status" -eq 0 ]
    cli --plan work report 1 100
    [[ $errors == *"--done"* ]]
    cli --plan work 上报 1 --done
    [[ $output == *claimed* ]]
    cli --plan work report 1 50
    [ "$status" -eq 73 ]
    [[ $errors == *"the item is claimed"* ]]
    cli --plan work item return 1 --reason 资料不全
    [[ $output == *"20%, returned"* ]]
    cli --plan work item claim 1
    cli --plan work item verify 1
    [[ $output == *done* ]]
    cli --plan work history 1
    [[ $output == *"0% -> 40%  路基 完成"* ]]
    [[ $output == *"40% -> 20% (down); reason: 重测"* ]]
    cli --plan work --json list
    [[ $output == '{"items":[{'*'"next":null,"now":'* ]]
    cli --plan work report 9 10
    [ "$status" -eq 66 ]
    cli --plan work report 2 10 -q
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "a moved deadline is told: from which, to which, or that it stays" {
    two_items
    cli plan import "$file" --plan moved --accept-guesses
    [ "$status" -eq 0 ]
    cli --plan moved item update 1 --deadline 2032-01-31 --reason 汛期
    [ "$status" -eq 0 ]
    [[ $output == *$'\ndeadline 2031-12-31 -> 2032-01-31; reason: 汛期' ]]
    [ -z "$errors" ]
    cli --plan moved item update 1 --deadline 2032-01-31 --reason 汛期
    [[ $output == *$'\nnothing changed: it was the deadline before' ]]
    cli --plan moved item update 2 --confirm unit
    [[ $output == *$'\nnothing changed: it was confirmed before' ]]
    cli --plan moved item update 2 --deadline 2021-02-03 --reason 补登
    [ "$status" -eq 0 ]
    [[ $output == *$'\ndeadline 2031-11-30 -> 2021-02-03; reason: 补登' ]]
    [[ $errors == *"the new deadline 2021-02-03 lies in the past"* ]]
    LANGUAGE=zh_CN cli --plan moved item update 2 --deadline 2031-11-30 \
        --reason 更正
    [[ $output == *$'\n时限 2021年2月3日 → 2031年11月30日；原因：更正' ]]
    [ -z "$errors" ]
}

@test "a deadline moves with a reason, and the old one stays to be seen" {
    two_items
    cli plan import "$file" --accept-guesses --plan dates
    cli --plan dates item update 1 --deadline 2032-01-31
    [ "$status" -eq 64 ]
    cli --plan dates item update 1 --deadline 2032-01-31 --reason 汛期
    [ "$status" -eq 0 ]
    cli --plan dates show 1
    [[ $output == *Deadlines*2031-12-31*2032-01-31*汛期* ]]
    sed -i 's/修桥/修大桥/' "$file"
    cli plan import "$file" --accept-guesses --plan dates
    [[ $output == *"0 added, 1 changed, 0 vanished, 1 as they were"* ]]
    cli --plan dates show 1
    [[ $output == *"deadline      2032-01-31"* ]]
    sed -i 's/2031年11月30日/2031年10月20日/' "$file"
    cli plan import "$file" --accept-guesses --plan dates
    [[ $output == *"item 2: "*"deadline: 2031-11-30 -> 2031-10-20"* ]]
    cli --plan dates show 2
    [[ $output == *Deadlines*2031-11-30*2031-10-20*"plan revision 3"* ]]
    cli --plan dates history 2
    [[ $output == *"revised  deadline 2031-11-30 -> 2031-10-20"* ]]
}

@test "check tells scripts by its exit status" {
    soon=$(TZ=Asia/Shanghai date -d '+3 days' +%Y年%-m月%-d日)
    write_plan <<<"1 修路 工程办 李乙 $soon" >"$file"
    cli plan import "$file" --accept-guesses --plan checked
    [ "$status" -eq 0 ]
    cli --plan checked check
    [ "$status" -eq 0 ]
    cli --plan checked check --due 2
    [ "$status" -eq 0 ]
    cli --plan checked check --due 7d
    [ "$status" -eq 10 ]
    [ -z "$output" ]
    cli --plan checked report 1 --done
    cli --plan checked check --due 7d
    [ "$status" -eq 0 ]
}

@test "watch shows what happened and what happens, and ends when told" {
    past=$(TZ=Asia/Shanghai date -d '-40 days' +%Y年%-m月%-d日)
    write_plan <<<"7 修路 水利站 吴戊 $past" >"$file"
    cli plan import "$file" --accept-guesses --plan seen
    [ "$status" -eq 0 ]
    cli watch --unit 水利站 --since 0 -n 2
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == *"seen/7  overdue  修路  deadline "* ]]
    [[ ${lines[1]} == *"notice: overdue"*"to: 吴戊, 水利站, 孙丙  #"* ]]
    number=${lines[1]##*#}
    cli watch --json --stream plan/seen --kind notice --since 0 -n 1 -W 20
    [[ $output == '{"data":{'*'"type":"jindu.notice.overdue"}' ]]
    cli notice acknowledge "$number" --person 孙丙
    [ "$status" -eq 0 ]
    two_items
    cli plan import "$file" --accept-guesses --plan other
    cli notice acknowledge "$number" --person 李乙
    [ "$status" -eq 77 ]
    [[ $errors == *"is not addressed to this person"* ]]
    cli notice acknowledge "$number" --person 吴戊
    [ "$status" -eq 0 ]
    cli notice acknowledge "$number" --person 吴戊
    [ "$status" -eq 73 ]
    cli --plan seen notice list --phase published
    [[ $output == *吴戊* ]]
    cli watch --kind due
    [ "$status" -eq 64 ]
    cli watch -W 0
    [ "$status" -eq 0 ]
    [ -z "$output$errors" ]
}

@test "watch says at once what it will wait for in vain" {
    two_items
    cli plan import "$file" --accept-guesses --plan waited
    for known in '--person 周丁' '--person 孙丙' '--unit 工程办' '--item 2' \
        '--stream plan/waited' '--plan waited'; do
        # shellcheck disable=SC2086 # an option and its value
        cli watch -W 0 $known
        [ "$status" -eq 0 ]
        [ -z "$errors" ]
    done
    cli watch -W 0 --person '周  丁'
    [ -z "$errors" ]
    for unknown in '--person 王五' '--unit 党正办' '--item 99' \
        '--stream plan/2020' '--stream person/王五' '--plan 2020'; do
        # shellcheck disable=SC2086 # an option and its value
        cli watch -W 0 $unknown
        [ "$status" -eq 0 ]
        [[ $errors == *"yet; waiting"* ]]
    done
    cli watch --stream bogus
    [ "$status" -eq 64 ]
    cli watch --since 999999
    [ "$status" -eq 70 ]
    [[ $errors == *"stream 'all' has no event 999999; its last is "* ]]
}

@test "a wrong name is no other person" {
    two_items
    cli plan import "$file" --accept-guesses --plan named
    cli --plan named report 1 40 --person '李  乙'
    [ "$status" -eq 0 ]
    cli --plan named --json history 1
    [[ $output == *'"person":"李乙"'* ]]
    cli --plan named report 1 50 --person 赵六
    [ "$status" -eq 66 ]
    [[ $errors == *"nobody of this name is in a plan"* ]]
    cli --plan 中文 list
    [ "$status" -eq 64 ]
}

@test "several plans are told apart or asked about" {
    two_items
    cli plan import "$file" --accept-guesses --plan one
    cli plan import "$file" --accept-guesses --plan two
    cli list
    [ "$status" -eq 64 ]
    [[ $errors == *"there are several plans"*one*two* ]]
    mkdir -p "$XDG_CONFIG_HOME/jindu"
    echo 'plan = two' >"$XDG_CONFIG_HOME/jindu/config"
    cli show 1
    [[ $output == "item 1 of plan two"* ]]
    JINDU_PLAN=one cli show 1
    [[ $output == "item 1 of plan one"* ]]
    JINDU_PLAN=one cli --plan two show 1
    [[ $output == "item 1 of plan two"* ]]
}

@test "a calendar is loaded and shown" {
    cli calendar show 2021
    [ "$status" -eq 0 ]
    [[ $output == *"announced, 250 working days"* ]]
    cli calendar load "$JINDU_SOURCE/packaging/calendar/2026.json"
    [ "$status" -eq 0 ]
    echo 'no calendar' >"$file"
    cli calendar load "$file"
    [ "$status" -eq 65 ]
    cli server verify
    [[ $output == *"the chain is whole"* ]]
}

@test "a table fits the terminal and colors only its lights" {
    two_items
    cli plan import "$file" --accept-guesses --plan table
    for width in 80 100 120; do
        COLUMNS=$width cli --plan table list
        [ "$(wc -L <<<"$output")" -le "$width" ]
        [[ $output == *修路* ]]
    done
    cli --plan table list --color always
    [[ $output == *$'\033[32mgreen\033[0m'* ]]
    cli --plan table list
    [[ $output != *$'\033'* ]]
}

@test "a reader is forgotten by name" {
    two_items
    cli plan import "$file" --accept-guesses --plan forgotten
    cli --json watch --name slip -n 1
    cli --json watch --name slip --stream plan/forgotten -W 0
    cli server cursors --forget slip
    [ "$status" -eq 0 ]
    [ "$output" = "slip no longer follows all; it had heard event 1" ]
    cli --json server cursors
    [[ $output != *'"slip","head":'*'"stream":"all"'* ]]
    cli --json server cursors --forget slip --stream plan/forgotten
    [[ $output == '{"after":0,"cursor":"slip","stream":"plan/forgotten"}' ]]
    cli server cursors
    [[ $output != *slip* ]]
    cli server cursors --forget slip
    [ "$status" -eq 66 ]
    [[ $errors == *"you follow no such stream under this name"* ]]
    cli server cursors --forget a/b
    [ "$status" -eq 64 ]
    cli server cursors --stream all
    [ "$status" -eq 64 ]
}

@test "a new name beyond the last is refused before its command runs" {
    two_items
    cli plan import "$file" --accept-guesses --plan crowded
    old=$(jindu --json server cursors | grep -o '"cursor":' | wc -l)
    for ((number = old; number < 256; number++)); do
        jindu watch --name "crowd$number" -W 0 &
        ((number % 16 != 0)) || wait
    done
    wait
    cli watch --name more --exec "echo ran >>'$file.ran'" -n 1
    [ "$status" -eq 73 ]
    [[ $errors == *"256 names"*"'jindu server cursors --forget NAME'"* ]]
    [ ! -e "$file.ran" ]
    cli server cursors --forget crowd255
    cli watch --name more --exec "echo ran >>'$file.ran'" -n 1
    [ "$status" -eq 0 ]
    [ "$(cat "$file.ran")" = ran ]
    for ((number = old; number < 255; number++)); do
        jindu --quiet server cursors --forget "crowd$number" &
        ((number % 16 != 0)) || wait
    done
    wait
}

@test "a watch ends in time between two commands" {
    two_items
    cli plan import "$file" --accept-guesses --plan timely
    cli watch --since 0 -W 1 --exec "echo >>'$file.ran'; jindu watch -W 2"
    [ "$status" -eq 0 ]
    [ "$(wc -l <"$file.ran")" -eq 1 ]
}

@test "a watch that is told to end lets its command end, and keeps that" {
    two_items
    cli plan import "$file" --accept-guesses --plan told
    mkfifo "$file.began" "$file.go"
    for signal in TERM INT; do
        # A list in the background would ignore SIGINT.
        env --default-signal=INT jindu watch --name told --exec \
            "echo >'$file.began'; read -r _ <'$file.go'" 3>&- &
        watcher=$!
        read -r _ <"$file.began"
        kill "-$signal" "$watcher"
        echo go >"$file.go"
        ended=0
        wait "$watcher" || ended=$?
        [ "$ended" -eq $((128 + $(kill -l "$signal"))) ]
    done
    cli --json server cursors
    [[ $output == *'{"after":2,"at":'+([0-9])',"cursor":"told",'* ]]
    env --default-signal=INT jindu watch --name told --exec \
        "echo >'$file.began'; read -r _ <'$file.go'" 3>&- &
    watcher=$!
    read -r _ <"$file.began"
    kill -TERM "$watcher"
    kill -INT "$watcher"
    ended=0
    wait "$watcher" || ended=$?
    [ "$ended" -gt 128 ]
    echo go >"$file.go"
    cli --json server cursors
    [[ $output == *'{"after":2,"at":'+([0-9])',"cursor":"told",'* ]]
}

@test "a watch whose starter ignores its children has its own" {
    two_items
    cli plan import "$file" --accept-guesses --plan orphan
    run --separate-stderr env --ignore-signal=CHLD \
        jindu watch --name orphan --exec true -n 1
    [ "$status" -eq 0 ]
}
