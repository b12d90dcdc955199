# SPDX-License-Identifier: MIT
"""once: one report as one process, beside one durable row by sqlite3.

From the start of the process to its end, as a script has it that reports line
by line; the two take turns.  Both have their answer on disk by then.
"""
import math
import os
import sqlite3
import statistics
import time

from bed import DISKS, SMALL, far, load_plan

RUNS = int(os.environ.get("BENCH_RUNS", "300"))
ROW = "INSERT INTO report (item, percent, note) VALUES (3, 40, '路基已完成')"


def run(words, environment, quiet):
    began = time.perf_counter()
    process = os.posix_spawnp(
        words[0], words, environment,
        file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1)])
    _, status = os.waitpid(process, 0)
    if status != 0:
        raise SystemExit("bench: '%s' failed" % words[0])
    return (time.perf_counter() - began) * 1000


def p99(figures):
    return sorted(figures)[math.ceil(len(figures) * 0.99) - 1]


def make_file(directory):
    file = os.path.join(directory, "once.db")
    table = sqlite3.connect(file)
    table.execute("PRAGMA journal_mode = WAL")
    table.execute("CREATE TABLE report (number INTEGER PRIMARY KEY, "
                  "item INTEGER, percent INTEGER, note TEXT)")
    table.close()
    return file


def take_turns(bench, daemon, slow):
    """Milliseconds of every run: reports, rows, and a jindu that asks nobody."""
    jindu = os.path.join(bench.build, "client", "jindu")
    mine = dict(os.environ, LC_ALL="C.UTF-8", JINDU_SERVER=daemon.endpoint,
                XDG_CONFIG_HOME=daemon.directory,
                XDG_STATE_HOME=daemon.directory)
    theirs = dict(os.environ)
    if slow:
        theirs.update((name, daemon.environment[name])
                      for name in ("LD_PRELOAD", "SLOW_SYNC_US"))
    insert = ["sqlite3", make_file(daemon.directory),
              "PRAGMA synchronous = FULL; " + ROW]
    reports, rows, idle = [], [], []
    quiet = os.open(os.devnull, os.O_WRONLY)
    for _ in range(RUNS):
        reports.append(run([jindu, "report", "3", "40", "-m", "路基已完成"],
                           mine, quiet))
        rows.append(run(insert, theirs, quiet))
        idle.append(run([jindu, "help", "report"], mine, quiet))
    os.close(quiet)
    return reports, rows, idle


def measure(bench):
    for word, slow in DISKS:
        daemon = bench.daemon("once%d" % slow, slow)
        daemon.start()
        load_plan(daemon.client(), SMALL, far)
        reports, rows, idle = take_turns(bench, daemon, slow)
        daemon.stop()
        for name, of, goal in (
                ("one process of 'jindu report'", statistics.median,
                 "at most 1"), ("p99 of it", p99, "")):
            bench.table.add(name + word, "%.1f ms, sqlite3 %.1f ms: %.2f" % (
                of(reports), of(rows), of(reports) / of(rows)), goal)
        bench.table.add("a jindu that asks nobody" + word,
                        "%.1f ms" % statistics.median(idle))
