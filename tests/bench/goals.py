#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""goals: what the daemon is to reach, each figure beside its goal.

    goals.py BUILD-DIRECTORY [WORD ...]

WORD: publish, reports, once, start, overdue, access, idle, import; without
one: all.  Nothing is asserted.  What is compared takes turns; each figure is the
median of BENCH_ROUNDS rounds.  "slow disk": 2 ms are added to each sync of the
daemon (slow_sync.c).
"""
import datetime
import json
import os
import shutil
import sqlite3
import statistics
import struct
import sys
import tempfile
import threading
import time

import access
import imports
import once
from bed import (DISKS, ROUNDS, SECONDS, SHAPES, SMALL, Bench, far,
                 load_plan, ratio, syncs)

MANY = int(os.environ.get("BENCH_ITEMS", "1000000"))
OVERDUE = int(os.environ.get("BENCH_OVERDUE", "100000"))
SUBSCRIBERS = (1, 10, 100)
CREDIT = 100  # bench_publish.c

# Until midnight: what loading takes at most, and the undisturbed seconds.
ITEMS_A_SECOND = 2000
LEAD_S = 15
CALM_S = 6
MARGIN_S = 1  # of the calm: not measured, at either end
POLL_S = 0.2
DAY_S = 86400
STORM_S = 300  # an end, should the last event never come


# The publishing stage alone.

def publish_once(bench, stage, subscribers):
    events = "ipc://%s/publish" % bench.work
    follower = bench.follow(events, "all/", "--subscribers", subscribers,
                            "--credit", CREDIT)
    publisher = bench.program("bench_publish", "--stage", stage, "--events",
                              events, "--seconds", SECONDS,
                              stdin=follower.stdout)
    follower.stdout.close()
    words = publisher.communicate()[0].split()
    follower.stdin.close()
    follower.wait()
    if publisher.returncode != 0:
        raise SystemExit("bench: the publisher gave up")
    return int(words[1]) * subscribers / float(words[3]), float(words[5])


def measure_publish(bench):
    for count in SUBSCRIBERS:
        found = {"jindu": [], "libzmq": []}
        for _ in range(ROUNDS):
            for stage, figures in found.items():
                figures.append(publish_once(bench, stage, count))
        rates = {stage: [one[0] for one in figures]
                 for stage, figures in found.items()}
        costs = {stage: statistics.median(one[1] for one in figures)
                 for stage, figures in found.items()}
        bench.table.add(
            "publishing stage, delivered/s to %d" % count,
            "%.0f, libzmq %.0f: %.2f" % (
                statistics.median(rates["jindu"]),
                statistics.median(rates["libzmq"]),
                ratio(rates["jindu"], rates["libzmq"])), "at least 0.8")
        bench.table.add("its thread's CPU time an event, to %d" % count,
                        "%.2f us, libzmq %.2f us" % (
                            costs["jindu"], costs["libzmq"]))


# Reports in, acknowledgements and events out.

def reports_once(bench, daemon, shape, subscribers):
    """Acknowledged/s, acknowledgements a sync, delivered/s, delivered of
    what there was to deliver."""
    follower = None
    if subscribers > 0:
        follower = bench.follow(daemon.events, "all/", "--subscribers",
                                subscribers)
    before = syncs(daemon)
    row = bench.report(daemon, shape, SECONDS).communicate()[0].split()
    synced = syncs(daemon) - before
    rate = float(row[1].replace("/s", ""))
    acknowledged = int(row[-1])
    delivered, part = 0, 1
    if follower is not None:
        follower.stdin.close()
        words = follower.stdout.readline().split()
        follower.wait()
        delivered = int(words[1]) / float(words[3])
        part = int(words[1]) / (acknowledged * subscribers)
    return rate, acknowledged / synced, delivered, part


def measure_reports(bench):
    for word, slow in DISKS:
        daemon = bench.daemon("reports%d" % slow, slow)
        daemon.start()
        load_plan(daemon.client(), SMALL, far)
        for shape in SHAPES:
            found = [reports_once(bench, daemon, shape, 0)
                     for _ in range(ROUNDS)]
            goal = "at least 13 a sync" if slow and shape == (16, 1) else ""
            bench.table.add(
                "reports %d x %d%s" % (*shape, word),
                "%.0f/s, %.1f a sync" % tuple(
                    statistics.median(one[i] for one in found)
                    for i in (0, 1)), goal)
        for count in SUBSCRIBERS:
            found = [reports_once(bench, daemon, SHAPES[-1], count)
                     for _ in range(ROUNDS)]
            bench.table.add(
                "reports 16 x 64, events to %d%s" % (count, word),
                "%.0f/s in, %.0f/s out, %.1f %% of all" % (
                    statistics.median(one[0] for one in found),
                    statistics.median(one[2] for one in found),
                    100 * statistics.median(one[3] for one in found)))
        daemon.stop()


# Start and memory.

def start_once(daemon):
    """Milliseconds to READY=1, and proportional KiB after a first answer."""
    began = time.monotonic()
    daemon.start()
    ready = (time.monotonic() - began) * 1000
    client = daemon.client()
    client.call("item.list", {"plan": "bench"})
    client.close()
    with open("/proc/%d/smaps_rollup" % daemon.process.pid,
              encoding="ascii") as file:
        pss = [int(line.split()[1]) for line in file
               if line.startswith("Pss:")][0]
    daemon.stop()
    return ready, pss


def measure_start(bench):
    for word, slow in DISKS:
        daemons = {count: bench.daemon("items%d" % count, slow)
                   for count in (SMALL, MANY)}
        found = {count: [] for count in daemons}
        for count, daemon in daemons.items():
            if not os.path.exists(daemon.state):
                daemon.start()
                load_plan(daemon.client(), count, far)
                daemon.stop()
        for _ in range(ROUNDS):
            for count, daemon in daemons.items():
                found[count].append(start_once(daemon))
        for at, unit, goal in ((0, "ms to ready", "within a factor of 2"),
                               (1, "KiB Pss", "at most %d" % (24 * 1024))):
            few, many = ([one[at] for one in found[count]]
                         for count in (SMALL, MANY))
            bench.table.add(
                "%s, %d and %d items%s" % (unit, SMALL, MANY, word),
                "%.1f and %.1f: %.2f" % (
                    statistics.median(few), statistics.median(many),
                    ratio(many, few)), goal)
    for daemon in daemons.values():
        shutil.rmtree(daemon.directory)


# Many items overdue at one instant.

def write_zone(directory, offset):
    """RFC 8536, version 1: one type of local time, offset seconds east."""
    os.makedirs(os.path.join(directory, "Asia"))
    with open(os.path.join(directory, "Asia", "Shanghai"), "wb") as file:
        file.write(b"TZif" + bytes(16) + struct.pack(
            ">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lBB", offset, 0, 0) +
            b"LMT\0")


def write_calendar(directory, day):
    """day is a working day and the next one is not: what becomes due with the
    end of day is its items' state, and no notice to a person."""
    os.makedirs(directory)
    days = {day: False, day + datetime.timedelta(days=1): True}
    for year in {one.year for one in days}:
        with open(os.path.join(directory, "%d.json" % year), "w",
                  encoding="utf-8") as file:
            json.dump({"year": year, "papers": ["试验"], "days": [
                {"name": "试验", "date": one.isoformat(), "isOffDay": off}
                for one, off in days.items() if one.year == year]}, file)


def settle(client):
    """Until all is judged that was due when the plan went live."""
    while True:
        status = client.call("server.status")
        if status["next_due"] > status["clock"]["now"]:
            return
        time.sleep(POLL_S)


def count_between(journal, first, last, kind):
    return journal.execute(
        "SELECT count(*) FROM journal WHERE at >= ? AND at < ? AND type = ?",
        (first, last, kind)).fetchone()[0]


def storm(bench, slow):
    """A zone in which the deadline's day ends when all is ready."""
    midnight = int(time.time()) + OVERDUE // ITEMS_A_SECOND + LEAD_S + CALM_S
    east = -midnight % DAY_S
    day = datetime.date(1970, 1, 1) + datetime.timedelta(
        days=(midnight + east) // DAY_S - 1)
    daemon = bench.daemon("storm%d" % slow, slow, TZDIR=os.path.join(
        bench.work, "storm%d" % slow, "zones"))
    write_zone(daemon.environment["TZDIR"], east)
    calendar = os.path.join(daemon.directory, "calendar")
    write_calendar(calendar, day)
    with open(daemon.config, "w", encoding="utf-8") as file:
        file.write("[notice]\nwindow = always\n"
                   "[calendar]\ndirectory = %s\n" % calendar)
    daemon.start()
    client = daemon.client()
    load_plan(client, OVERDUE, lambda no: day)
    settle(client)
    left = midnight - CALM_S - time.time()
    if left < 0:
        raise SystemExit("bench: loading took %.0f s more than there were" %
                         -left)
    follower = bench.follow(daemon.events, "plan/bench/", "--type",
                            "jindu.item.overdue", "--expect", OVERDUE)
    time.sleep(max(0, midnight - CALM_S - time.time()))
    load = bench.report(daemon, SHAPES[-1], CALM_S + STORM_S)
    limit = threading.Timer(CALM_S + STORM_S, follower.stdin.close)
    limit.start()
    words = follower.stdout.readline().split()
    limit.cancel()
    follower.wait()
    load.kill()
    load.wait()
    daemon.stop()
    return daemon, midnight * 1000, int(words[1]), int(words[7])


def measure_overdue(bench):
    for word, slow in DISKS:
        daemon, midnight, delivered, last = storm(bench, slow)
        report = "jindu.report.submitted"
        with sqlite3.connect(os.path.join(daemon.state,
                                          "jindu.db")) as journal:
            margin = MARGIN_S * 1000
            calm = count_between(journal, midnight - CALM_S * 1000 + margin,
                                 midnight - margin, report) / (
                                     CALM_S - 2 * MARGIN_S)
            seconds = (last - midnight) / 1000
            meanwhile = count_between(journal, midnight, last, report) / (
                seconds)
        shutil.rmtree(daemon.directory)
        bench.table.add(
            "%d items overdue at once%s, to the last event" % (OVERDUE, word),
            "%.1f s, %d delivered" % (seconds, delivered))
        bench.table.add(
            "reports/s meanwhile, 16 x 64%s" % word,
            "%.0f, undisturbed %.0f: %.2f" % (
                meanwhile, calm, meanwhile / calm), "at least 0.5")


MEASURES = {"publish": measure_publish, "reports": measure_reports,
            "once": once.measure, "start": measure_start,
            "overdue": measure_overdue, "access": access.measure,
            "idle": access.measure_idle, "import": imports.measure}


def main(arguments):
    words = arguments[2:] or list(MEASURES)
    if len(arguments) < 2 or not set(words) <= set(MEASURES):
        print("usage: goals.py BUILD-DIRECTORY [%s] ..." % "|".join(MEASURES),
              file=sys.stderr)
        return 64
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(os.path.abspath(arguments[1]), work)
        for word in words:
            MEASURES[word](bench)
        bench.table.show()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
