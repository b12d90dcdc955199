# SPDX-License-Identifier: MIT
"""office: a jindud whose wall clock is ours, a plan, and one follower of stream
"all" that keeps its position through every end of the daemon.

A library for notice_once.py and plan_year.py.
"""
import argparse
import collections
import datetime
import json
import os
import random
import shutil
import tempfile
import time
import uuid

from house import LIMIT_S, Daemon
from pyclient import Follower, canonical, draft_digest
from schedule import DAY, Calendar, schedule
from wall import Wall, instant

PLAN = "year"
PERSONS = ["职员%d" % number for number in range(14)]
LEADERS = ["领导%d" % number for number in range(3)]
SKEW_MS = 60000  # between two readings, on a busy machine
PART_BYTES = 48 * 1024  # of items in one plan.load: well below 64 KiB
WAIT_MS = 5  # for an event, before server.status is asked again
KINDS = ("jindu.notice.soon", "jindu.notice.today", "jindu.notice.overdue",
         "jindu.item.overdue")


def parser(text):
    made = argparse.ArgumentParser(description=text)
    made.add_argument("--shim", required=True, help="clock_shim.so")
    made.add_argument("--items", type=int, required=True)
    made.add_argument("--kills", type=int, required=True)
    made.add_argument("--days", type=int, default=366)
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--patience", type=int, default=LIMIT_S,
                      help="seconds for what has to come; then it is red")
    made.add_argument("--expect", help="the daemon has a planted fault: this "
                      "figure must not be 0")
    return made


def moment(text):
    """UTC milliseconds of an event's time."""
    at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round(at.timestamp() * 1000)


def essence(event):
    """What the verdict needs; a hundred thousand whole events are too much."""
    data = event["data"]
    if event["type"] in KINDS:
        return ((data["item"]["no"], data.get("stage", "overdue"),
                 data.get("occurrence", 1)), data["nominal_at"], data["late"],
                moment(event["time"]))
    if event["type"] == "jindu.digest":
        return data["person"], data["window"]
    return None


class Ear(Follower):
    """Keeps the essence of what it took."""

    def __init__(self, client, patience):
        super().__init__(client, "all")
        self.patience = patience
        self.taken = []

    def take(self):
        told = json.loads(self.sub.recv_multipart()[1])
        if "specversion" in told:
            head = int(told["sequence"])
            if head == self.position + 1 and told["epoch"] == self.epoch:
                self.position = head
                self.live += 1
                self.taken.append(essence(told))
                return True
        else:
            told = told.get("beat") or told["bye"]
            head = told["head"]
        return told["epoch"] == self.epoch and head <= self.position

    def hear_one(self, limit_ms):
        """Whether something came in so long; a gap is closed at once."""
        if self.sub is None:
            self.open()
            self.taken.extend(map(essence, self.pages()))
        if not self.sub.poll(limit_ms):
            return False
        if not self.take():
            self.taken.extend(map(essence, self.pages()))
        return True

    def hear(self, limit_ms):
        """What came by now, or else the first that comes in so long."""
        while self.hear_one(limit_ms):
            limit_ms = 0

    def hear_up_to(self, position):
        limit = time.monotonic() + self.patience
        while self.position < position:
            assert time.monotonic() < limit, "heard %d of %d" % (
                self.position, position)
            self.hear_one(WAIT_MS)

    def reopen(self):
        """The daemon was killed and is up again: first what the dead one had
        handed over, then the gap, then new sockets."""
        while self.sub.poll(0):
            self.take()
        self.close()
        self.client.close()
        self.hear(0)


class Office:
    def __init__(self, options, start_day, deadlines):
        """deadlines: {no: date}"""
        self.options = options
        self.random = random.Random(options.seed)
        self.work = tempfile.mkdtemp(prefix="jindu-year-")
        self.wall = Wall(os.path.join(self.work, "clock"), instant(start_day))
        self.daemon = Daemon(self.work, environment=self.wall.environment(
            os.environ["JINDUD"], options.shim))
        calendar = os.path.join(os.environ["JINDU_SOURCE"], "packaging",
                                "calendar")
        with open(self.daemon.config, "w", encoding="utf-8") as file:
            file.write("[calendar]\ndirectory = %s\n" % calendar)
        self.calendar = Calendar(calendar)
        self.deadlines = deadlines
        self.people = {no: (self.random.choice(PERSONS),
                            self.random.choice(LEADERS)) for no in deadlines}
        self.claims = {}
        self.client = None
        self.ear = None
        self.kills = 0
        self.broken = []

    def open(self):
        self.daemon.start()
        self.client = self.daemon.client()
        now = self.client.call("server.status")["clock"]["now"]
        if abs(now - self.wall.now()) > SKEW_MS:
            raise RuntimeError("clock_shim has no effect: %d" % now)
        self.load()
        self.ear = Ear(self.daemon.client(), self.options.patience)
        self.ear.hear(0)

    def close(self):
        self.daemon.kill()
        for client in (self.client, self.ear and self.ear.client):
            if client is not None:
                client.context.destroy(0)
        shutil.rmtree(self.work, ignore_errors=True)

    def item(self, no):
        person, leader = self.people[no]
        return {"no": no, "category": "道路", "name": "第%d号路" % no,
                "target": "通车", "units": ["建设办"], "persons": [person],
                "leaders": [leader],
                "deadline": self.deadlines[no].isoformat()}

    def load(self):
        items = [self.item(no) for no in sorted(self.deadlines)]
        size = max(1, PART_BYTES // len(canonical(items[-1])))
        parts = [items[at:at + size] for at in range(0, len(items), size)]
        draft = str(uuid.uuid4())
        for number, part in enumerate(parts, 1):
            params = {"key": str(uuid.uuid4()), "plan": PLAN, "draft": draft,
                      "part": number, "last": number == len(parts),
                      "items": part}
            if number == 1:
                params["head"] = {"title": "一年", "year": 2024}
            self.client.call("plan.load", params)
        self.client.call("plan.confirm", {
            "key": str(uuid.uuid4()), "plan": PLAN, "draft": draft,
            "digest": draft_digest(items)})

    def claim(self, no):
        self.client.call("report.submit", {
            "key": str(uuid.uuid4()), "plan": PLAN, "item": no, "percent": 100,
            "done": True})
        self.claims[no] = self.wall.now()

    def report(self, no):
        self.client.call("report.submit", {
            "key": str(uuid.uuid4()), "plan": PLAN, "item": no,
            "no_change": True})

    def restart(self):
        """kill -9, and up again, at whatever point it is."""
        self.daemon.kill()
        self.kills += 1
        self.daemon.start()
        self.client.close()
        self.ear.reopen()

    def until_held(self):
        limit = time.monotonic() + self.options.patience
        while not self.client.call("server.status")["clock"]["held"]:
            assert time.monotonic() < limit, "the step back made no hold"
            self.ear.hear(WAIT_MS)

    def settle(self, at_ms):
        """Until everything due up to the instant was judged and heard."""
        limit = time.monotonic() + self.options.patience
        while True:
            status = self.client.call("server.status")
            if (status["clock"]["caught_up"] or 0) >= at_ms and \
                    status["sequence"] <= self.ear.position:
                return status
            assert time.monotonic() < limit, "not caught up to %d: %s" % (
                at_ms, status["clock"])
            self.ear.hear(WAIT_MS)

    # The verdict ----------------------------------------------------------

    def wanted(self, until_ms):
        claimed = {no: (deadline, self.claims.get(no))
                   for no, deadline in self.deadlines.items()}
        return schedule(self.calendar, claimed, until_ms)

    def digests_wanted(self, wanted):
        """(person, window): leaders hear from O+1wd on."""
        pairs = set()
        for (no, stage, _), at in wanted.items():
            if stage != "overdue":
                person, leader = self.people[no]
                pairs.add((person, at))
                if stage.startswith("O+"):
                    pairs.add((leader, at))
        return pairs

    def check(self, good, *what):
        if not good:
            self.broken.append(" ".join(str(word) for word in what))

    def check_one(self, notice, wanted):
        name, nominal_at, late, at = notice
        self.check(nominal_at == wanted.get(name), "wrong instant of", name,
                   nominal_at, "rules say", wanted.get(name))
        self.check(at >= nominal_at, "early", name, at)
        self.check(not late, "late", name, at)

    def verdict(self, until_ms, **figures):
        """Prints the line of figures; the exit code."""
        wanted = self.wanted(until_ms)
        notices = [one for one in self.ear.taken if one and len(one) == 4]
        counted = collections.Counter(one[0] for one in notices)
        digests = collections.Counter(one for one in self.ear.taken
                                      if one and len(one) == 2)
        for notice in notices:
            self.check_one(notice, wanted)
        pairs = self.digests_wanted(wanted)
        found = {
            "missing": len(set(wanted) - set(counted)),
            "extra": len(set(counted) - set(wanted)),
            "twice": sum(1 for count in counted.values() if count > 1),
            "digests_missing": len(pairs - set(digests)),
            "digests_extra": len(set(digests) - pairs),
            "digests_twice": sum(1 for count in digests.values()
                                 if count > 1),
            "broken": len(self.broken)}
        print(json.dumps(dict(
            figures, kills=self.kills, notices=len(counted),
            digests=len(digests), heard_live=self.ear.live, **found,
            seed=self.options.seed)))
        for line in self.broken[:5]:
            print("broken: " + line)
        if self.options.expect:
            return 0 if found.get(self.options.expect) else 1
        return 1 if any(found.values()) else 0


def spread(count, first, days, chance):
    """count deadlines over the days from first on."""
    return {no: first + chance.randrange(days) * DAY
            for no in range(1, count + 1)}


def run(made, options, work):
    """The exit code: 0 as expected, 1 not, and nothing is left behind. Who is
    stuck is never as expected: that may have any reason."""
    try:
        made.open()
        return work(made)
    except AssertionError as error:
        print("stuck: %s\n%s" % (error, made.daemon.log()[-2000:]))
        return 1
    finally:
        made.close()
