#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Which days are working days: months, days, years, and files that are wrong.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

load office

setup_file() {
    open_office <<END
[calendar]
directory = $JINDU_SOURCE/packaging/calendar
END
}

setup() {
    sit_down
    file=$BATS_TEST_TMPDIR/2041.json
}

# A year of 21 days off in October 2041 and one made up, as awk changes it.
write_year() {
    {
        echo '{"year":2041,"papers":["notice 1"],"days":['
        for day in $(seq 1 21); do
            printf '{"name":"国庆节","date":"2041-10-%02d","isOffDay":true},\n' \
                "$day"
        done
        echo '{"name":"国庆节","date":"2041-10-26","isOffDay":false}]}'
    } | sed "$1" >"$file"
}

@test "a month shows what is off, what is made up, and counts the rest" {
    cli calendar show 2021-09
    [ "$status" -eq 0 ]
    # 22 weekdays; 20 and 21 off, 18 and 26 made up.
    [ "${lines[0]}" = "2021-09: 22 working days" ]
    [[ $output == *$'\n Mon  Tue  Wed  Thu  Fri  Sat  Sun\n'* ]]
    [[ $output == *$'\n  13   14   15   16   17   18+  19\n'* ]]
    [[ $output == *$'\n  20*  21*  22   23   24   25   26+\n'* ]]
    [[ $output == *"2021-09-18  working day  中秋节"* ]]
    [ "$(jindu calendar show 2021-09 --plain | wc -l)" -eq 30 ]
    [ "$(jindu calendar show 2021-09 --plain | grep -c 'working day')" -eq 22 ]
    jindu calendar show 2021-09 --json | grep -q '"working_days":22}$'
    cli calendar show
    [ "$status" -eq 0 ]
}

@test "a day is a working day or not, and why" {
    [ "$(jindu calendar day 2021-09-18)" = "2021-09-18 Sat: working day (中秋节)" ]
    [ "$(jindu calendar day 2021-09-20)" = "2021-09-20 Mon: off (中秋节)" ]
    [ "$(jindu calendar day 2021-12-31)" = "2021-12-31 Fri: a working day" ]
    # By the file of the next year.
    [[ $(jindu calendar day 2022-12-31) == "2022-12-31 Sat: off (元旦)" ]]
    [ "$(jindu calendar day 2023-12-31)" = "2023-12-31 Sun: off (weekend)" ]
    [ "$(LANGUAGE=zh_CN jindu calendar day 2021-09-18)" = \
        "2021年9月18日 星期六：调休上班（中秋节）" ]
    cli calendar day 2027-05-03
    [[ $errors == *"no calendar of 2027 is here yet"* ]]
    [ "$(jindu calendar day 2027-05-03 --json)" = '{"announced":false,"date":"2027-05-03","name":null,"working":true}' ]
    cli calendar day 2027-02-30
    [ "$status" -eq 64 ]
}

@test "the years are listed with what is known of them" {
    jindu calendar list | grep -qE '^2021 +[0-9]+ +announced *$'
    jindu calendar list | grep -qE '^2027 +0 +not announced yet *$'
    jindu calendar list --json | grep -q '^{"calendars":\[{"announced":true,'
}

@test "a file that cannot be right is refused with the day that is wrong" {
    refused() {
        write_year "$1"
        cli calendar import "$file"
        [ "$status" -eq 65 ]
        [[ $errors == *"$2"* ]] || { echo "$errors"; false; }
    }
    refused 's/2041-10-03/2041-10-02/' "2041-10-02: the day is there twice"
    refused 's/2041-10-03/2041-10-32/' "2041-10-32: this is no day"
    refused 's/2041-10-03/2042-02-01/' "2042-02-01: this day is not of"
    refused 's/2041-10-26/2041-10-25/' "2041-10-25: a day to make up for"
    refused 's/"notice 1"//' "papers: the notice"
    refused 's/true/1/' "2041-10-01: isOffDay"
    refused 's/"days"/"dates"/' "is no calendar file"
    refused '5,9d' "has 16 days off; a year has 20 to 40"
    [[ $errors == *--force* ]]
    cli calendar show 2041
    [[ $output == *"not here yet"* ]] # nothing of all that was sent
    jindu calendar import "$file" --force
    write_year ''
    jindu calendar load "$file" # the name it had
    [ "$(jindu calendar day 2041-10-26)" = "2041-10-26 Sat: working day (国庆节)" ]
}
