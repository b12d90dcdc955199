#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# office: the packages through their whole life, as root of a machine that has
# nothing else to do.  try.sh runs it.
#
# No systemd runs here, so the daemon is started by hand with the user and the
# command line of its unit.  Each step says what was seen; the first that fails
# ends it all.
set -euo pipefail

# How long the daemon may take to answer for the first time.
start_seconds=20
# How long a watch listens for events that were there before.
watch_seconds=5

here=/try
records=/var/lib/jindu
clerks=/srv/clerk # the clerk's home
conf=/etc/jindu/jindud.conf
daemon_pid=

fail()
{
    echo "try: FAILED: $*" >&2
    [ ! -s $here/daemon.log ] || cat $here/daemon.log >&2
    exit 1
}

seen()
{
    printf 'try: %s\n' "$*"
}

# Quiet until it fails.
quietly()
{
    "$@" >$here/log 2>&1 || {
        cat $here/log >&2
        fail "$*"
    }
}

contains() # TEXT PART
{
    case $1 in *"$2"*) ;; *) fail "no '$2' in: $1" ;; esac
}

apt()
{
    quietly env DEBIAN_FRONTEND=noninteractive apt-get -y \
        --no-install-recommends "$@"
}

as_clerk()
{
    runuser -u clerk -- env HOME=$clerks "$@"
}

version_of()
{
    dpkg-query -W -f='${Version}' "$1"
}

unit_line() # NAME: what the unit gives for it
{
    sed -n "s/^$1=//p" /lib/systemd/system/jindud.service
}

start()
{
    local command
    # What systemd does for RuntimeDirectory=.
    install -d -o "$(unit_line User)" -g "$(unit_line Group)" \
        -m "$(unit_line RuntimeDirectoryMode)" \
        "/run/$(unit_line RuntimeDirectory)"
    command=$(unit_line ExecStart)
    # shellcheck disable=SC2086 # a command line
    setpriv --reuid "$(unit_line User)" --regid "$(unit_line Group)" \
        --init-groups $command 2>$here/daemon.log &
    daemon_pid=$!
    as_clerk jindu --timeout $start_seconds server status >/dev/null ||
        fail "the daemon does not answer"
}

stop()
{
    kill "$daemon_pid"
    wait "$daemon_pid" || fail "the daemon ended with $?"
    rm -rf /run/jindu
}

day()
{
    date -d "$1 days" +%F
}

write_plan()
{
    cat >$clerks/plan.csv <<END
枫桥镇$(date +%Y)年重点工作计划,,,,,,,
序号,项目名称,项目内容,目标任务,责任单位,责任人,责任领导,完成时限
1,基础设施,渠道疏浚,疏浚北渠4公里。,水利站,石  青,陶知行,$(day -3)
2,基础设施,村口路灯,更换路灯60盏。,建设办,石  青,陶知行,$(day 40)
3,民生服务,老年食堂,开办2处。,民政办,梁小雨,陶知行,$(day 90)
END
}

install_old()
{
    quietly apt-get update
    # Not ours: the compiler, for the program of a stranger.
    apt install gcc libc6-dev pkg-config
    apt install $here/old/*.deb
    seen "installed $(version_of jindud): $(echo $here/old/*.deb |
        xargs -n 1 basename | sed 's/_.*//' | xargs)"
    [ "$(stat -c '%U %a' $records)" = 'jindu 700' ] ||
        fail "$records: $(stat -c '%U %G %a' $records)"
    [ -f $conf ] || fail "no $conf"
    getent group jindu >/dev/null || fail "no group jindu"
}

configure()
{
    useradd -m -d $clerks -G jindu clerk
    useradd stranger
    {
        printf '[notice]\nwindow = always\n'
        printf '[uid.%s]\nperson = 石青\nrole = office\n' "$(id -u clerk)"
    } >>$conf
    quietly "$(unit_line ExecStart | cut -d ' ' -f 1)" --config $conf --check
}

main_job()
{
    local text
    write_plan
    quietly as_clerk jindu --no-input plan import --accept-guesses \
        $clerks/plan.csv
    quietly as_clerk jindu report 2 40 -m 已更换24盏
    text=$(as_clerk jindu list)
    contains "$text" 村口路灯
    contains "$text" '40%'
    contains "$text" late
    text=$(LANGUAGE=zh_CN as_clerk jindu list)
    contains "$text" 逾期
    text=$(as_clerk env LC_ALL=zh_CN.UTF-8 jindu help report)
    contains "$text" 用法
    text=$(as_clerk jindu watch --since 0 -W $watch_seconds)
    contains "$text" 石青
    contains "$text" overdue
    seen "a clerk of the group jindu brought in a plan, reported, listed it" \
        "in English and Chinese, and heard: $(wc -l <<<"$text") events"
    if runuser -u stranger -- jindu list >$here/log 2>&1; then
        fail "somebody outside the group was let in"
    fi
    contains "$(cat $here/log)" 'may not use this socket'
    seen "somebody outside the group is told why he cannot"
}

compile()
{
    cat >$clerks/tool.c <<'END'
#include <jindu/jindu.h>
#include <stdio.h>

int main(void)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;
    struct jindu_client *client = NULL;
    const char *plans = "";
    enum jindu_status status = jindu_client_open(&client, &options);
    if (status == JINDU_OK) {
        status = jindu_client_call(client, "plan.list", "{}", &plans);
        printf("%s: %s\n", jindu_status_token(status), plans);
        jindu_client_close(client);
    }
    return status != JINDU_OK;
}
END
    # shellcheck disable=SC2046 # a list of options
    quietly gcc -std=c11 -Wall -Werror -o $clerks/tool \
        $clerks/tool.c $(pkg-config --cflags --libs jindu)
    contains "$(as_clerk $clerks/tool)" 'ok: {'
    seen "a program was built with pkg-config and asked the daemon"
}

# Every field of every item, without the time of the question.
items()
{
    as_clerk jindu list --json | sed 's/"now":[0-9]*//'
}

upgrade()
{
    local before after
    before=$(items)
    cp $conf $here/edited
    stop
    apt install $here/new/*.deb
    start
    after=$(items)
    [ "$(version_of jindud)" != "$old_version" ] || fail "nothing upgraded"
    [ "$before" = "$after" ] || fail "before: $before, after: $after"
    cmp $conf $here/edited
    seen "upgraded from $old_version to $(version_of jindud): the plan, its" \
        "reports and the edited configuration are as before"
}

remove()
{
    stop
    apt remove jindud
    [ -s $records/jindu.db ] || fail "a removal took the records"
    apt install $here/new/jindud_*.deb
    start
    contains "$(as_clerk jindu list)" 村口路灯
    stop
    seen "removed: the records stayed, and were found by the next installation"
}

# No answer, an answer typed, an answer given in advance.
purge()
{
    local text
    apt purge jindud
    [ -s $records/jindu.db ] || fail "a purge that nobody answered took them"
    seen "purged without anybody to ask: the records stayed"

    apt install $here/new/jindud_*.deb
    # debconf asks at a terminal only.
    text=$(echo no | script -qec 'dpkg --purge jindud' /dev/null)
    contains "$text" 'Remove the records of the office for good?'
    [ -s $records/jindu.db ] || fail "a no took the records"
    seen "purged with the question answered by no: the records stayed"

    apt install $here/new/jindud_*.deb
    echo 'jindud jindud/remove-records boolean true' | debconf-set-selections
    apt purge jindud
    [ ! -e $records ] || fail "$records is still there"
    [ ! -e /etc/jindu ] || fail "/etc/jindu is still there"
    seen "purged with yes in advance: the records are gone"
}

leave_nothing()
{
    local left
    apt purge jindu libjindu0 libjindu-dev jindu-data
    left=$(find / -xdev \( -path $here -o -path /proc -o -path $clerks \) -prune \
        -o \( -iname '*jindu*' -o -user jindu -o -group jindu \) -print)
    [ -z "$left" ] || fail "left behind: $left"
    # debconf keeps its last state but one; users stay, so that their number
    # never becomes somebody else's.
    left=$(grep -rl jindu /var/cache/debconf /etc /var/lib/systemd 2>/dev/null |
        grep -vE '\.dat-old$|^/etc/(passwd|group|g?shadow|sub[ug]id)-?$') || true
    [ -z "$left" ] || fail "named in: $left"
    seen "nothing is left but the user jindu, as Debian wants it"
}

install_old
old_version=$(version_of jindud)
configure
start
main_job
compile
upgrade
remove
purge
leave_nothing
