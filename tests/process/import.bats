#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Plan files as offices have them: encodings, headings, differences, size.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project, JINDUD the program.

load scripted
load office

setup_file() {
    open_office <<END
[notice]
window = always
[calendar]
directory = $JINDU_SOURCE/packaging/calendar
END
}

setup() {
    sit_down
    export XDG_CONFIG_HOME=$BATS_TEST_TMPDIR/config
    mkdir -p "$XDG_CONFIG_HOME/jindu"
    file=$BATS_TEST_TMPDIR/plan.csv
}

# A table with $1 between the cells, as a spreadsheet saves it: a line break in
# quotes, a total, and rows of empty cells at the end.
table() {
    local rows=(
        '清河镇2031年重点工作计划,,,,,,,'
        '序号,类别,任务名称,目标任务,责任单位,责任人,责任领导,完成时限'
        '１,道路,修路,"完成3公里，'$'\n''并验收",工程办,李  乙,孙丙,2031.12.31'
        '2,,修桥,完成修桥,工程办,周丁,孙丙,12月底前'
        ',,,,,,,')
    printf '%s\r\n' "${rows[@]//,/$1}"
}

# A plan whose rows are NO,NAME,TARGET,DATE.
rows() {
    echo '清河镇2031年重点工作计划,,,,,,,'
    echo '序号,类别,任务名称,目标任务,责任单位,责任人,责任领导,完成时限'
    local no name target date
    while IFS=, read -r no name target date; do
        echo "$no,道路,$name,$target,工程办,李乙,孙丙,$date"
    done
}

three_rows() {
    rows <<'END' >"$file"
1,修路,环镇公路拓宽三公里,2031年12月31日
2,修桥,青石桥加固,2031年11月30日
3,清淤,清理河道，新建护岸六百米，沿岸种树五百棵，并设垃圾箱三十个和路灯二十盏，年内验收,2031年10月31日
END
}

shown() {
    jindu plan import --dry-run --json "$1"
}

@test "every encoding and delimiter gives the same plan" {
    table ',' >"$file"
    shown "$file" >"$BATS_TEST_TMPDIR/wanted"
    grep -q '"target":"完成3公里，\\n并验收"' "$BATS_TEST_TMPDIR/wanted"
    grep -q '"no":2,' "$BATS_TEST_TMPDIR/wanted"
    { printf '\xef\xbb\xbf'; table ';'; } >"$BATS_TEST_TMPDIR/mark"
    table $'\t' | iconv -t GB18030 >"$BATS_TEST_TMPDIR/gb18030"
    table ',' | iconv -t GBK >"$BATS_TEST_TMPDIR/gbk"
    { printf '\xff\xfe'; table $'\t' | iconv -t UTF-16LE; } \
        >"$BATS_TEST_TMPDIR/little"
    { printf '\xfe\xff'; table ';' | iconv -t UTF-16BE; } \
        >"$BATS_TEST_TMPDIR/big"
    for form in mark gb18030 gbk little big; do
        shown "$BATS_TEST_TMPDIR/$form" >"$BATS_TEST_TMPDIR/found"
        cmp "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/found"
    done
    cli plan import --dry-run "$BATS_TEST_TMPDIR/gb18030"
    [[ $output == *"Read as: GB18030, cells between tabs"* ]]
}

@test "other headings are mapped, or read from the user's own list" {
    table , | sed '2s/责任单位/主办科室/; 2s/完成时限/何时/' >"$file"
    cli plan import --dry-run "$file"
    [ "$status" -eq 65 ]
    [[ $errors == *"line 2: the table has no column 'units'"* ]]
    [[ $errors == *"not known: 主办科室、何时"* ]]
    cli plan import --dry-run "$file" --map 主办科室=责任单位 \
        --map 何时=deadline
    [ "$status" -eq 0 ]
    [[ $output == *2031-12-31*工程办* ]]
    cli plan import --dry-run "$file" --map 主办科室=where
    [ "$status" -eq 64 ]
    printf '# ours\nunits 主办科室\ndeadline 何时\n' \
        >"$XDG_CONFIG_HOME/jindu/headings"
    cli plan import --dry-run "$file"
    [ "$status" -eq 0 ]
    echo 'when 何时' >>"$XDG_CONFIG_HOME/jindu/headings"
    cli plan import --dry-run "$file"
    [ "$status" -eq 65 ]
    [[ $errors == *"/jindu/headings': line 4: 'when' is no column"* ]]
}

@test "a mapped word that heads no column is named" {
    table , >"$file"
    cli plan import --dry-run "$file" --map 没有=units --map 责任单位=units
    [ "$status" -eq 0 ]
    [[ $output == *"line 2: no column is headed '没有', of which --map speaks"* ]]
    [[ $output != *"'责任单位', of which"* ]]
}

@test "for an Office document there is advice that Word and WPS can follow" {
    printf 'PK\x03\x04' >"$file"
    cli plan import "$file"
    [ "$status" -eq 65 ]
    [[ $errors == *"is an Office document"*"not text"*"save it as CSV"* ]]
    [[ $errors == *"copy it, paste it into a text editor"* ]]
}

@test "the words of jindu's own tables head a plan as well" {
    for language in en zh_CN; do
        table , >"$file"
        LANGUAGE=$language jindu plan import --dry-run "$file" |
            grep -E '^ *(no|序号) ' | sed 's/^ *//; s/  */,/g' \
            >"$BATS_TEST_TMPDIR/own.csv"
        [ "$(tr -cd , <"$BATS_TEST_TMPDIR/own.csv")" = ,,,,,,, ]
        echo '1,道路,修路,2031年12月31日,李乙,孙丙,工程办,完成' \
            >>"$BATS_TEST_TMPDIR/own.csv"
        cli plan import --dry-run --year 2031 "$BATS_TEST_TMPDIR/own.csv"
        [ "$status" -eq 0 ]
        [[ $output == *修路*2031-12-31*李乙*孙丙*工程办*完成* ]]
        [[ $output != *"is not read"* ]]
    done
}

# One word a line: those of a README's first sentence about the plan, and those
# that the manual explains.
words_of_the_documents() {
    cd "$JINDU_SOURCE"
    sed -n 's/^.*重点工作计划表：\(.*\)。jindu.*$/\1/p' README.zh-CN.md |
        sed 's/、/\n/g'
    tr '\n' ' ' <README.md |
        sed -n 's/^.*numbered items with \(.*\)\. \*\*jindud\*\*.*$/\1/p' |
        sed 's/, and /, /; s/ and /, /; s/\<an\? //g; s/responsible //; s/, /\n/g'
    echo
    sed -n '/^## .*\(The table\|表的样子\)/,/--map/s/[*、, ]\+/\n/gp' \
        docs/man/jindu-plan.1.scd docs/man/zh_CN/jindu-plan.1.scd |
        grep -xE '(项目|目标|责任|完成|序).{1,2}'
}

@test "the columns that README and manual name are known by these words" {
    table , | sed '2s/责任单位/主办科室/' >"$file"
    words_of_the_documents | sort -u >"$BATS_TEST_TMPDIR/words"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/words")" -ge 17 ]
    while read -r word; do
        cli plan import --dry-run "$file" --map "主办科室=$word"
        [ "$status" -ne 64 ] || { echo "not known: $word"; false; }
    done <"$BATS_TEST_TMPDIR/words"
    sed '2s/任务名称/事由/; 2s/主办科室/责任单位/' "$file" >"$file.named"
    cli plan import --dry-run "$file.named" --map 事由=名称
    [ "$status" -eq 0 ]
}

@test "a column that is not read is named, unless it was said so" {
    table , | sed '$d; 2s/完成时限/备注/; s/\r$/,2031年6月\r/; 2s/2031年6月/时限/' \
        >"$file"
    cli plan import --dry-run "$file"
    [[ $output == *"column '备注' is not read"* ]]
    cli plan import --dry-run "$file" --map 备注=none
    [ "$status" -eq 0 ]
    [[ $output != *"is not read"* ]]
}

@test "a preview that leaves columns out for want of width names them" {
    table , | sed '4s/工程办/清河镇重点工程建设领导小组办公室/' >"$file"
    cli plan import --dry-run "$file"
    [[ $output != *"no room for"* ]]
    COLUMNS=80 cli plan import --dry-run "$file"
    [[ $output == *"no room for: target, category; --dry-run --plain shows all"* ]]
    COLUMNS=60 cli plan import --dry-run "$file"
    [[ $output == *"no room for: target, category, leaders,"*units* ]]
    COLUMNS=80 LANGUAGE=zh_CN cli plan import --dry-run "$file"
    [[ $output == *"屏幕不够宽，未列出：目标任务、类别"*--dry-run\ --plain* ]]
    COLUMNS=60 cli plan import --dry-run --plain "$file"
    [[ $output == *"道路"$'\t'"修路"$'\t'"2031-12-31"* ]]
    [[ $output == *"孙丙"$'\t'"清河镇重点工程建设领导小组办公室"$'\t'"完成3公里，"* ]]
    [[ $output != *"no room for"* ]]
}

@test "what is not confirmed is told in the order of its numbers" {
    rows <<'END' | sed '/^[24],/s/工程办,李乙,孙丙/,,/' >"$file"
1,修路,环镇公路拓宽三公里,2031年12月31日
2,修桥,青石桥加固,
3,清淤,清理河道,2031年10月31日
4,绿化,种草坪,
END
    cli plan import "$file" --plan ordered --accept-guesses
    [[ $errors == *"2 deadlines are not confirmed: items 2, 4"* ]]
}

@test "plan diff tells what an import would change, and changes nothing" {
    three_rows
    cli plan diff "$file" --plan differ
    [ "$status" -eq 66 ]
    [[ $errors == *"no plan 'differ' is live"* ]]
    jindu plan import "$file" --accept-guesses --plan differ
    cli plan diff "$file" --plan differ
    [ "$status" -eq 0 ]
    [[ $output == *"0 added, 0 changed, 0 vanished, 3 as they were"* ]]
    rows <<'END' >"$file"
1,修路,环镇公路拓宽三公里,2032年1月底
3,清淤,清理河道，新建护岸六百米，沿岸种树八百棵，并设垃圾箱三十个和路灯二十盏，年内验收,2031年10月31日
4,绿化,种草坪,长期坚持
END
    sed -i '/^1,/s/李乙/李乙、王丁/' "$file"
    cli plan diff "$file" --plan differ
    [ "$status" -eq 10 ]
    [[ $output == *"~ item 1: 修路"*"deadline: 2031-12-31 -> 2032-01-31"* ]]
    [[ $output == *"- item 2: 修桥"* ]]
    [[ $output == *"target: ..新建护岸六百米，沿岸种树五百棵，"* ]]
    [[ $output == *" -> ..新建护岸六百米，沿岸种树八百棵，并设垃圾箱三十个和.."* ]]
    [[ $output == *"+ item 4: 绿化"* ]]
    [[ $output != *"another number"* ]]
    run bash -c "jindu plan diff '$file' --plan differ >/dev/full"
    [ "$status" -eq 74 ]
    cli plan diff "$file" --plan differ --json
    [ "$status" -eq 10 ]
    [[ $output == '{"added":[{"name":"绿化","no":4}],"changed":['* ]]
    [[ $output == *'{"before":"2031-12-31","field":"deadline",'* ]]
    [[ $output == *'"field":"persons","now":"李乙, 王丁"'* ]]
    english=$output
    LANGUAGE=zh_CN cli plan diff "$file" --plan differ --json
    [ "$output" = "$english" ]
    [[ $output == *'"vanished":[{"name":"修桥","no":2}]}' ]]
    cli --plan differ --json show 1
    [[ $output == *'"deadline":"2031-12-31"'* ]]
    COLUMNS=40 cli plan diff "$file" --plan differ
    [[ $output == *$'\n    target: '*$'\n      '*$'\n+ item 4'* ]]
    # What is withdrawn is not in the file.
    jindu plan import "$file" --plan differ --accept-guesses --vanished withdraw
    cli plan diff "$file" --plan differ
    [ "$status" -eq 0 ]
    [[ $output == *", 3 as they were"* ]]
}

@test "items that changed their numbers are told and asked about" {
    command -v script || skip "script is not installed"
    three_rows
    jindu plan import "$file" --accept-guesses --plan moved
    jindu --plan moved report 2 40
    rows <<'END' >"$file"
1,修路,环镇公路拓宽三公里,2031年12月31日
2,绿化,种草坪,2031年11月30日
3,修桥,青石桥加固,2031年11月30日
4,清淤,清理河道，新建护岸六百米，沿岸种树五百棵，并设垃圾箱三十个和路灯二十盏，年内验收,2031年10月31日
END
    cli plan import "$file" --plan moved --accept-guesses
    [ "$status" -eq 11 ]
    [[ $output == *"2 items seem to have other numbers now:"* ]]
    [[ $output == *"  2 is 3 now: 修桥 (40% reported for 2)"* ]]
    [[ $output == *"  3 is 4 now: 清淤"* ]]
    [[ $errors == *"say --accept-numbers"* ]]
    cli plan diff "$file" --plan moved --json
    [[ $output == *'"renumbered":[{"from":2,"to":3},{"from":3,"to":4}]'* ]]
    run script -qec "jindu plan import $file --plan moved" /dev/null <<<n
    [ "$status" -eq 1 ]
    [[ $output == *"Numbers changed: go on all the same? [y/N]"* ]]
    [[ $output == *"nothing was sent"* && $output != *--accept-numbers* ]]
    # What is too long for one answer is none to the next question.
    run script -qec "jindu plan import $file --plan moved" /dev/null \
        <<<"y$(printf '%062d' 0)y"
    [ "$status" -eq 1 ]
    [[ $output == *"Import? [y/N]"*"nothing was sent"* ]]
    cli --plan moved --json show 2
    [[ $output == *'"name":"修桥"'* ]]
    cli plan import "$file" --accept-guesses --plan moved --accept-numbers
    [ "$status" -eq 0 ]
    cli --plan moved --json show 2
    [[ $output == *'"name":"绿化"'*'"percent":40'* ]]
}

@test "the preview goes through the pager, what follows does not" {
    command -v script || skip "script is not installed"
    for no in {1..1000}; do
        echo "$no,第${no}号路,环镇公路第${no}段路面拓宽三公里并增设路灯,年底前"
    done | rows | sed 's/年底前/2031年12月31日/' >"$file"
    export JINDU_PAGER='head -n 1' TERM=xterm
    run script -qec "jindu plan import $file --plan paged" /dev/null <<<y
    [ "$status" -eq 0 ]
    [[ $output != *第2号路* ]]
    [[ $output == *"plan paged is new: 1000 items"*"Import? [y/N]"* ]]
    [[ $output == *"plan paged is live: revision 1, 1000 items"* ]]
}

@test "an import that ends at any message leaves nothing live" {
    scripted import.py nothing_is_live
}

@test "an import that ends at any message leaves what was live" {
    scripted import.py what_was_live_stays
}

@test "an import that ends at its last message is live or is not" {
    scripted import.py a_confirm_without_answer_is_whole
}

@test "in a locale of GBK a file has the name that its bytes are" {
    local named
    named=$BATS_TEST_TMPDIR/$(iconv -t GBK <<<计划).csv
    table ',' | sed '2s/责任单位/主办科室/' >"$named"
    env LC_ALL=zh_CN.GBK LOCPATH=/nowhere jindu plan import --plan named \
        --accept-guesses "$named" --map "$(iconv -t GBK <<<主办科室=责任单位)"
    [ "$(jindu list --plan named --plain --fields no,units | head -n 1)" = \
        $'1\t工程办' ]
    rm "$named"
    run --separate-stderr env LC_ALL=zh_CN.GBK LOCPATH=/nowhere \
        jindu plan import "$named"
    [ "$status" -eq 66 ]
    [[ $stderr == *"/计划.csv”"* ]]
}
