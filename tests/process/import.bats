#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Plan files as offices have them: encodings, headings, differences, size.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

bats_require_minimum_version 1.5.0

setup() {
    export LC_ALL=C.UTF-8
    export XDG_CONFIG_HOME=$BATS_TEST_TMPDIR/config
    export XDG_STATE_HOME=$BATS_TEST_TMPDIR
    export JINDU_SERVER=ipc://$BATS_TEST_TMPDIR/none
    unset LANGUAGE COLUMNS JINDU_PLAN NO_COLOR
    mkdir -p "$XDG_CONFIG_HOME/jindu"
    PATH=$JINDU_BUILD/client:$PATH
    file=$BATS_TEST_TMPDIR/plan.csv
}

# Runs jindu; stdout in $output, stderr in $errors.
cli() {
    run --separate-stderr jindu "$@"
    # shellcheck disable=SC2154 # set by run
    errors=$stderr
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
    [[ $errors == *"not known: 主办科室, 何时"* ]]
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

@test "a column that is not read is named, unless it was said so" {
    table , | sed '$d; 2s/完成时限/备注/; s/\r$/,2031年6月\r/; 2s/2031年6月/时限/' \
        >"$file"
    cli plan import --dry-run "$file"
    [[ $output == *"column '备注' is not read"* ]]
    cli plan import --dry-run "$file" --map 备注=none
    [ "$status" -eq 0 ]
    [[ $output != *"is not read"* ]]
}
