#!/bin/sh
# SPDX-License-Identifier: MIT
# watch_hook FOLDER: puts each notice, as JSON, into a file of its own in FOLDER,
# where a program of yours picks it up; goes on until it is ended.
#
# 'jindu watch --name' keeps, in jindud, how far it is: started again, it begins
# with the first notice that has no file yet.  After a crash one may come twice;
# it has the same file name then, and so the same effect.
#
# Where something cannot be written, this ends with the exit status of jindu and
# the notice comes again next time.  Let systemd start it again:
#
#     [Service]
#     ExecStart=/usr/local/bin/watch_hook /srv/notices
#     Restart=always
#     RestartSec=10
#     KillMode=mixed
set -eu
umask 027
EXIT_USAGE=64

# Called by jindu for one notice, which is on standard input.
if [ "${1:-}" = --one ]; then
    name=$JINDU_EPOCH-$JINDU_SEQUENCE.json
    cat >"$2/.$name.new"
    # What takes files away never sees half of one, and after a power cut there
    # is none that jindud believes to be heard and that is gone.
    sync "$2/.$name.new"
    mv "$2/.$name.new" "$2/$name"
    sync "$2"
    exit 0
fi

if [ $# -ne 1 ] || [ ! -d "$1" ]; then
    echo "usage: watch_hook FOLDER, which must be there" >&2
    exit "$EXIT_USAGE"
fi
# --exec is read by a shell: the names travel beside it.
HOOK=$0 FOLDER=$1
export HOOK FOLDER
# shellcheck disable=SC2016 # for the shell of --exec
exec jindu watch --name watch-hook --kind soon,today,overdue \
    --exec 'sh "$HOOK" --one "$FOLDER"'
