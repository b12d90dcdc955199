#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# demo: the main job of jindu before your eyes, on a store that is thrown away.
# Usage: demo.sh BUILD [--once]
#
# A daemon starts, a plan whose deadlines lie around today comes in, people
# report, and every event is printed as it reaches a subscriber.  With --once
# it ends by itself; else it goes on until Ctrl-C.
set -euo pipefail

# How long the subscriber of --once listens: the events come within a second,
# a slow machine gets ten.
once_seconds=10
# How long the daemon may take to answer for the first time.
start_seconds=20

here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
once=${2:-}
jindud=$build/daemon/jindud
jindu=$build/client/jindu
export TZ=Asia/Shanghai
# It goes on by itself: nobody is there for a pager's keys.
export JINDU_PAGER=cat
# A bare system has no locale; its terminal shows UTF-8 all the same.
[ "$(locale charmap)" != ANSI_X3.4-1968 ] || export LC_ALL=C.UTF-8

top=$(mktemp -d "${TMPDIR:-/tmp}/jindu-demo.XXXXXX")
daemon_pid=
watch_pid=

# shellcheck disable=SC2317 # called by the trap
clean_up()
{
    trap '' INT TERM
    for pid in $watch_pid $daemon_pid; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$top"
}
trap clean_up EXIT
trap 'exit 0' INT TERM

# Says the command, then does it.
show()
{
    local word line=
    for word in "$@"; do
        case $word in *[[:space:]]*) word="\"$word\"" ;; esac
        line+=" $word"
    done
    printf '\n$ jindu%s\n' "$line"
    "$jindu" --server "$server" "$@"
}

day()
{
    date -d "$1 days" +%F
}

# The real calendars, but today is a working day: stages are counted in those,
# and on a holiday there would be little to see.
write_calendar()
{
    local today file day=
    today=$(date +%F)
    file=$top/calendar/${today%%-*}.json
    cp -r "$here/../calendar" "$top/calendar"
    if [ "$(date +%u)" -gt 5 ]; then
        day="{\"name\":\"演示\",\"date\":\"$today\",\"isOffDay\":false}"
    fi
    # The files have a line for each day; a year not announced has no papers.
    if [ -f "$file" ] && ! grep -q '"papers": \[\]' "$file"; then
        sed -i "/\"$today\"/d" "$file"
        [ -z "$day" ] || sed -i "s/\"days\": \[/&\n    $day,/" "$file"
        # The last line may have gone, and with it that without a comma.
        sed -i -z 's/,\(\n *\]\)/\1/' "$file"
    else
        printf '{"year":%s,"papers":["演示"],"days":[%s]}\n' \
            "${today%%-*}" "$day" >"$file"
    fi
}

start_daemon()
{
    cat >"$top/jindud.conf" <<END
[server]
state = $top/state
sockets = $top/run

[office]
zone = $TZ

[notice]
# An office would say 08:30-17:30; so it shows something at night as well.
window = always
window_days = all

[calendar]
directory = $top/calendar
END
    server=ipc://$top/run/requests
    "$jindud" --config "$top/jindud.conf" 2>"$top/log" &
    daemon_pid=$!
    # The client itself waits for the daemon, within its time limit.
    if ! "$jindu" --server "$server" --timeout $start_seconds server status \
        --json >/dev/null; then
        cat "$top/log" >&2
        exit 1
    fi
}

write_plan()
{
    local year
    year=$(date +%Y)
    cat >"$top/plan.csv" <<END
柳溪镇${year}年重点工作计划,,,,,,,
总负责人：沈致远、白若兰                    时间：${year}年1月,,,,,,,
序号,项目名称,项目内容,目标任务,责任单位,责任人,责任领导,完成时限
1,基础设施,村道硬化,硬化东坡、南湾两村道路6公里，力争延伸到渡口。,建设办,何  青,沈致远,$(day -14)
2,,老桥加固,加固石板桥、双江桥2座。,建设办,何  青,沈致远,$(day +0)
3,,集镇路灯,更换路灯120盏，亮灯率98%以上。,建设办,方小满,沈致远,$(day +1)
4,产业发展,茶园改造,改造低产茶园800亩。,农业服务中心,"陆  川
祝子期",白若兰,$(day +2)
5,,合作社仓库,建成冷库1座，容量500吨。,农业服务中心,祝子期,白若兰,$(day +30)
6,,助农直播,培训主播40人，销售额300万元以上。,农业服务中心、文化站,陆  川,白若兰,$(day +45)
7,民生服务,养老食堂,开办老年食堂3处。,民政办,江  月,白若兰,$(day +7)
8,,校舍维修,完成中心小学屋面维修。,,,,
9,,家庭医生签约,签约率达到85%。,卫生院,顾  盼,白若兰,$(day +60)
10,环境整治,河道清淤,清淤柳溪河5公里。,水利站,马知秋,沈致远,$(day -1)
11,,垃圾分类,示范村4个。,环卫所,方小满,沈致远,$(day +3)
12,,秸秆禁烧,全年火点为零。,环卫所,马知秋,沈致远,$(day +90)
END
}

people_report()
{
    show report 1 60 --person 何青 -m "东坡村已完工，南湾村剩2.4公里"
    show report 4 35 --person 陆川 -m "完成改造280亩"
    show report 9 50 --person 顾盼 -m "已签约1200户"
    show report 12 --no-change --person 马知秋
    show report 11 20 --person 方小满 --blocked "分类桶未到货"

    # A deadline that moves brings the notices of its new date.
    show item update 5 --deadline "$(day +0)" --reason "县里要求提前验收"
    show item update 6 --deadline "$(day -2)" --reason "按镇党委会议纪要调整"

    # A claim stops the notices; a return starts them again.
    show report 2 100 --done --person 何青 -m "两座桥均已通车"
    show item return 2 --reason "双江桥护栏未完工"
    show report 3 100 --done --person 方小满 -m "路灯全部点亮"
    show item verify 3
}

write_calendar
start_daemon
write_plan

watch_limit=()
[ "$once" != --once ] || watch_limit=(-W "$once_seconds")
printf '$ jindu watch --since 0 &\n'
"$jindu" --server "$server" watch --since 0 "${watch_limit[@]}" &
watch_pid=$!

show plan import "$top/plan.csv" --accept-guesses
people_report
show status
show list --overdue

if [ "$once" != --once ]; then
    cat <<END

This goes on until Ctrl-C.  To join from a second terminal:
    $jindu --server $server watch --since 0
END
fi
status=0
wait -n "$watch_pid" "$daemon_pid" || status=$?
if ! kill -0 "$daemon_pid" 2>/dev/null; then
    echo "demo: the daemon has ended:" >&2
    cat "$top/log" >&2
    exit 1
fi
exit $status
