# SPDX-License-Identifier: MIT
"""bed: what each measure of goals.py needs: programs, daemons, a plan, a table.

BENCH_ROUNDS rounds of BENCH_SECONDS; what is compared takes turns.
"""
import datetime
import mmap
import os
import statistics
import struct
import subprocess
import sys
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(SOURCE, "tests", "process"))
os.environ.setdefault("JINDU_SOURCE", SOURCE)

import house  # noqa: E402
from pyclient import blake, canonical  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
SMALL = 35
SHAPES = ((1, 1), (16, 1), (16, 64))
UNITS, PERSONS, LEADERS = 40, 200, 20
PART = 250  # items of one message: below its bound in any script
REPORTED = 35  # items that the load goes to: every store here has them
SLOW_US = 2000
DISKS = (("", False), (", slow disk", True))


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, figure, goal=""):
        self.rows.append((what, figure, goal))
        print("%-58s %-34s %s" % (what, figure, goal), flush=True)

    def show(self):
        print("\n| what | measured | goal |\n|---|---|---|")
        for row in self.rows:
            print("| %s | %s | %s |" % row)


class Bench:
    def __init__(self, build, work):
        self.build = build
        self.work = work
        self.table = Table()
        os.environ["JINDUD"] = os.path.join(build, "daemon", "jindud")

    def program(self, name, *arguments, **how):
        path = os.path.join(self.build, "tests", "bench", name)
        return subprocess.Popen([path, *[str(one) for one in arguments]],
                                stdout=subprocess.PIPE, text=True, **how)

    def daemon(self, name, slow=False, **environment):
        """Its syncs are counted in any case; they are slow on demand."""
        counted = os.path.join(self.work, name + ".syncs")
        daemon = house.Daemon(self.work, name, environment=dict(
            environment, SLOW_SYNC_COUNT=counted,
            SLOW_SYNC_US=str(SLOW_US if slow else 0), LD_PRELOAD=os.path.join(
                self.build, "tests", "bench", "slow_sync.so")))
        daemon.counted = counted
        daemon.events = "ipc://%s/events" % daemon.sockets
        return daemon

    def report(self, daemon, shape, seconds):
        return self.program(
            "bench_report", "--server", daemon.endpoint, "--connections",
            shape[0], "--window", shape[1], "--seconds", seconds, "--items",
            REPORTED)

    def follow(self, events, topic, *more):
        follower = self.program("bench_follow", "--events", events, "--topic",
                                topic, *more, stdin=subprocess.PIPE)
        if "--credit" not in more:
            assert follower.stdout.readline() == "ready\n"
        return follower


def ratio(figure, reference):
    return statistics.median(figure) / statistics.median(reference)


def syncs(daemon):
    with open(daemon.counted, "rb") as file, mmap.mmap(
            file.fileno(), 8, prot=mmap.PROT_READ) as memory:
        return struct.unpack("q", memory[:8])[0]


def load_plan(client, count, deadline):
    """deadline(no): of item no.  A plan of 1,000,000 in one or two minutes."""
    draft, digest, part, no = str(uuid.uuid4()), bytes(32), 0, 0
    while no < count:
        items = [{"no": one, "category": "道路", "name": "第%d号路" % one,
                  "target": "年底前通车", "units": ["%d办" % (one % UNITS)],
                  "persons": ["周%d" % (one % PERSONS)],
                  "leaders": ["吴%d" % (one % LEADERS)],
                  "deadline": deadline(one).isoformat()}
                 for one in range(no + 1, min(no + PART, count) + 1)]
        no += len(items)
        part += 1
        for item in items:
            digest = blake(digest, canonical(item))
        head = {} if part > 1 else {"head": {
            "title": "试验", "year": deadline(1).year, "source": "0f" * 32}}
        client.call("plan.load", {
            "key": str(uuid.uuid4()), "plan": "bench", "draft": draft,
            "part": part, "last": no == count, "items": items, **head})
    client.call("plan.confirm", {
        "key": str(uuid.uuid4()), "plan": "bench", "draft": draft,
        "digest": digest.hex()})


def far(no):
    """Over a year, none of it soon."""
    return datetime.date.today() + datetime.timedelta(days=100 + no % 300)
