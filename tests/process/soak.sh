#!/bin/sh
# SPDX-License-Identifier: MIT
# soak: the long forms of the rows of docs/RELIABILITY.md, one line of figures
# for each.
#
#     soak.sh BUILD SOURCE [ROW ...]
#
# BUILD is a build with tests and without sanitizers. All that is written lies
# in TMPDIR and is removed.
set -u

build=$1
source=$2
shift 2
here=$source/tests/process
export JINDU_SOURCE="$source"
export JINDU_SHARED="${JINDU_SHARED:-$source/../shared}"
export JINDUD="$build/daemon/jindud"
export PYTHONDONTWRITEBYTECODE=1
shim=$build/tests/process/clock_shim.so
client=$build/tests/process/network_client
rows="power kill stops once year subscriber crowd network damage model sweep"
rows="$rows memory garbage handshakes mutated keys"
worst=0

# Databases by the hundred thousand, none of which outlives its process.
memory=${TMPDIR:-/tmp}
[ ! -d /dev/shm ] || memory=/dev/shm

# 100,000 sequences, one half for each of two processors.
model_halves()
{
    TMPDIR=$memory "$build/tests/model/model" --seed 1 --sequences 50000 &
    TMPDIR=$memory "$build/tests/model/model" --seed 50001 --sequences 50000
    half=$?
    wait $! && return "$half"
}

row()
{
    case $1 in
    power) "$here/power.sh" 2500 2500 ;;
    kill) "$here/torture.py" --row kill --cycles 1000 ;;
    stops) JINDUD="$build/tests/process/jindud_stops" \
        "$here/torture.py" --row stops --cycles 100 ;;
    once) "$here/notice_once.py" --shim "$shim" --items 1800 --days 800 \
        --kills 1000 ;;
    year) "$here/plan_year.py" --shim "$shim" --items 16500 --kills 50 \
        --backward 50 ;;
    subscriber) "$here/stopped_subscriber.py" --client "$client" \
        --seconds 3600 ;;
    crowd) "$here/stopped_subscriber.py" --client "$client" --listeners \
        "$build/tests/process/crowd_client" --crowd 997 --seconds 300 \
        --rate 100 ;;
    network) "$here/bad_network.py" --client "$client" --seconds 600 ;;
    damage) "$build/tests/process/jindu_damage" --cases 10000 ;;
    model) model_halves ;;
    sweep) TMPDIR=$memory "$build/tests/sweep/sweep" --places 0 ;;
    memory) "$source/tests/sweep/refused_memory.py" --jindud "$JINDUD" \
        --shim "$build/tests/sweep/malloc_shim.so" --places 2000 ;;
    garbage) "$here/garbage.py" --seconds 20 ;;
    handshakes) "$here/handshakes.py" --count 100000 ;;
    mutated) "$here/mutated.py" --count 1000000 ;;
    keys) TMPDIR=$memory "$here/damaged_keys.py" --cases 10000 ;;
    *)
        echo "soak: no row '$1'; there are: $rows" >&2
        return 64
        ;;
    esac
}

# shellcheck disable=SC2086 # a list of words
[ $# -gt 0 ] || set -- $rows
for name in "$@"; do
    began=$(date +%s)
    row "$name"
    status=$?
    echo "soak: $name ended with $status after $(($(date +%s) - began)) s" >&2
    [ "$status" -eq 0 ] || [ "$status" -eq 77 ] || worst=$status
done
exit "$worst"
