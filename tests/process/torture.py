#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""torture: ends jindud again and again under load, and asks whether every
promise still holds.

    torture.py --row kill  --cycles 100
    torture.py --row stops --cycles 100
    torture.py --row power --cycles 100 --fresh 100 --preload crashvfs.so

kill   SIGKILL at a random moment: shows ordering and recovery.
stops  the same at each named place of stop_point.c, so many times each; wants
       JINDUD to be jindud_stops.
power  the process ends at a random write or sync, and the files keep only what
       a disk without power would have kept (crashvfs): shows durability.
       --cycles cuts on one store that grows, --fresh cuts on a new store each.

Four clients report, each with one request unanswered; what was not answered is
repeated with the same bytes after the restart. The note of a report is its
key, so that the journal tells what was applied. Two followers hear stream
"all" all the while and commit named cursors; now and then one is dropped, and
starts again from its cursor.

  lost    acknowledged, and not where the answer said      must be 0
  twice   in the journal more than once                    must be 0
  ghost   in the journal, never sent                       must be 0
  broken  an event out of order, or told again in other bytes, a chain that
          does not hold, a cursor that moved back, a reply that differs from
          the first one for the same key, a database that is not sound
                                                           must be 0
  shut    a store that would not open again                must be 0
  unfired a cycle in which the fault did not come          no verdict

The first cycle that is red is the last. --expect NAME turns the verdict round:
a build with a planted fault must be caught by that figure, or by any of the
first four; a daemon that does not start proves nothing. JINDUD is the program,
JINDU_SOURCE the project. Only processes started here are ended. Prints one
line of figures; exit 0 as expected, 1 not, 2 without a verdict.
"""
import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import zmq

from house import LIMIT_S, Daemon
from pyclient import chain, draft_digest
from torture_load import (ITEMS, STREAM, Ledger, Link, Listener, Worker,
                          event_hash, request)
from wall import preload

PLAN = "t"
WORKERS = 4
LISTENERS = 2
CUT = 77  # what crashvfs ends a process with
GROWN_EVENTS = (5, 600)  # writes and syncs until a cut: some dozen batches
FRESH_EVENTS = (1, 400)  # a new store takes the first hundred
KILL_MS = (5, 250)
RECOVERY_TRIES = 10
LOOK_S = 0.2  # at the process, while it works
STOPS = {  # the passages among which one is chosen
    "before_commit": 60, "after_commit": 60, "before_publish": 200,
    "after_publish": 200, "in_checkpoint": 40, "in_recovery": 40}
FIGURES = ("lost", "twice", "ghost", "broken")


def asked_for(event):
    """The key of the request that brought it forth, or None."""
    if event["type"] == "jindu.plan.confirmed":
        return PLAN
    return event["data"].get("note")


class Store:
    """One store, and all that was ever said to it."""

    def __init__(self, directory, chance):
        self.directory, self.chance = directory, chance
        self.daemon = Daemon(directory)
        self.ledger = Ledger()
        self.context = zmq.Context()
        self.workers = [Worker(self.ledger, chance, PLAN)
                        for _ in range(WORKERS)]
        self.listeners = [Listener(self.ledger, chance, number)
                          for number in range(LISTENERS)]
        self.plan = self.plan_frames()
        self.applied = 0
        self.drafts_lost = 0
        self.shut = False

    def plan_frames(self):
        items = [{"category": "类别", "deadline": "2099-12-31",
                  "leaders": ["甲"], "name": "事项%d" % no, "no": no,
                  "persons": ["乙"], "target": "目标", "units": ["办"]}
                 for no in range(1, ITEMS + 1)]
        draft = str(uuid.uuid4())
        return [request("1", "plan.load", {
            "draft": draft, "head": {"title": "计划", "year": 2099},
            "items": items, "key": str(uuid.uuid4()), "last": True,
            "part": 1, "plan": PLAN}), request("2", "plan.confirm", {
                "digest": draft_digest(items), "draft": draft,
                "key": str(uuid.uuid4()), "plan": PLAN})]

    def link(self, stop=None):
        return Link(self.context, self.daemon.endpoint, stop)

    def start(self, **environment):
        """Whether it came up; it may end on the way."""
        self.daemon.environment = environment
        return self.daemon.spawn().is_ready()

    def load_plan(self):
        """What was not answered yet; the same bytes as before. An answered
        draft is there to be confirmed, whatever happened between."""
        link = self.link()
        self.ledger.sending(PLAN)
        while self.plan and self.daemon.process.poll() is None:
            reply = link.call(self.plan[0])
            if reply is None:
                continue
            answer = json.loads(reply)
            if "result" not in answer:
                self.ledger.complain("plan refused:", reply)
                # Only an answered draft is asked for again.
                gone = answer["error"]["data"]["status"] == "not_found"
                self.drafts_lost += int(gone)
            elif "sequence" in answer["result"]:
                self.ledger.answered(PLAN, self.plan[0], reply)
            self.plan.pop(0)
        link.close()

    def load(self, wait):
        """Everybody works while wait() waits for the end of the daemon."""
        stop = threading.Event()
        events = "ipc://%s/events" % self.daemon.sockets
        threads = [threading.Thread(target=worker.work,
                                    args=(self.link(stop),))
                   for worker in self.workers]
        threads += [threading.Thread(target=listener.work,
                                     args=(self.link(stop), events))
                    for listener in self.listeners]
        for thread in threads:
            thread.start()
        try:
            return wait()
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def until_end(self):
        """Its exit code; None when it had to be ended: the fault does not
        come, or what is wrong keeps the load from going on."""
        limit = time.monotonic() + LIMIT_S
        while True:
            try:
                return self.daemon.process.wait(LOOK_S)
            except subprocess.TimeoutExpired:
                if self.ledger.broken or time.monotonic() > limit:
                    self.daemon.kill()
                    return None

    # The verdict ----------------------------------------------------------

    def judge(self):
        """Starts it once more and compares. Returns lost, twice, ghost."""
        if not self.start():
            self.shut = True
            return len(self.ledger.acknowledged), 0, 0
        self.load_plan()
        link = self.link()
        for listener in self.listeners:
            if not listener.catch_up(link, LIMIT_S * 1000):
                self.ledger.complain(listener.name, "could not catch up")
        journal = self.read_journal(link)
        link.close()
        if self.daemon.stop() != 0:
            self.ledger.complain("SIGTERM:", self.daemon.log()[-500:])
        self.check_file()
        return self.compare(journal)

    def compare(self, journal):
        """journal: what a client asked for each event, or None, in order."""
        keys = [key for key in journal if key is not None]
        lost = [key for key, at in self.ledger.acknowledged.items()
                if at > len(journal) or journal[at - 1] != key]
        self.applied = len(keys)
        return (len(lost), len(keys) - len(set(keys)),
                len(set(keys) - self.ledger.sent))

    def read_journal(self, link):
        journal, hashes = [], bytes(32)
        while True:
            page = link.must("stream.read", {"after": len(journal),
                                             "stream": STREAM})
            for event in page["events"]:
                number = len(journal) + 1
                if int(event["sequence"]) != number:
                    self.ledger.complain("journal has", event["sequence"],
                                         "at", number)
                journal.append(asked_for(event))
                hashes = chain(hashes, number, event)
                for listener in self.listeners:
                    if listener.told[number - 1:number] != [
                            event_hash(event)]:
                        self.ledger.complain(listener.name, "heard another",
                                             number)
            if len(journal) >= page["head"]:
                break
        self.check_chain(link, hashes)
        for frame, reply in self.ledger.answers:
            if link.call(frame, LIMIT_S * 1000) != reply:
                self.ledger.complain("repeat differs from", reply)
        return journal

    def check_chain(self, link, hashes):
        after = 0
        while after is not None:
            result = link.must("audit.verify", {"after": after,
                                                "limit": 10000})
            if not result["ok"]:
                self.ledger.complain("chain broken at", result["bad"])
                return
            after = result["next"]
        if result["hash"] != hashes.hex():
            self.ledger.complain("the chain of the events differs")

    def check_file(self):
        """The daemon is gone: nobody else has the file open."""
        connection = sqlite3.connect(os.path.join(self.daemon.state,
                                                  "jindu.db"))
        rows = connection.execute("PRAGMA integrity_check").fetchall()
        connection.close()
        if rows != [("ok",)]:
            self.ledger.complain("integrity_check:", rows[:3])

    def close(self):
        self.daemon.kill()
        self.context.destroy(0)
        shutil.rmtree(self.directory, ignore_errors=True)


class Torture:
    def __init__(self, options):
        self.options = options
        self.chance = random.Random(options.seed)
        self.work = tempfile.mkdtemp(prefix="jindu-torture-")
        self.stores, self.ended, self.unfired = 0, 0, 0
        self.figures = dict.fromkeys(
            ("acknowledged", "applied", "live", "again", "drops") + FIGURES +
            ("shut",), 0)
        self.words = []
        self.preload = options.preload and preload(os.environ["JINDUD"],
                                                   options.preload)

    def new_store(self):
        self.stores += 1
        return Store(os.path.join(self.work, str(self.stores)), self.chance)

    def tally(self, store):
        lost, twice, ghost = store.judge()
        found = {"lost": lost + store.drafts_lost,
                 "twice": twice, "ghost": ghost,
                 "broken": len(store.ledger.broken), "shut": store.shut,
                 "acknowledged": len(store.ledger.acknowledged),
                 "applied": store.applied,
                 "live": sum(one.live for one in store.listeners),
                 "again": sum(one.again for one in store.listeners),
                 "drops": sum(one.drops for one in store.listeners)}
        for name, count in found.items():
            self.figures[name] += count
        self.words += ["broken: " + line for line in store.ledger.broken[:5]]
        if store.shut:
            self.words.append("no start: " + store.daemon.log()[-500:])
        store.close()

    def ended_with(self, store, code, wanted):
        """A load that stands still over what is wrong already is not a fault
        that did not come."""
        self.ended += code == wanted
        if code != wanted and not store.ledger.broken:
            self.unfired += 1
            self.words.append("ended with %s, not %s" % (code, wanted))

    def power(self, low, high):
        """The environment of a daemon whose power will be cut."""
        return {"LD_PRELOAD": self.preload,
                "CRASHVFS": "seed=%d,crash_at=%d,meta=%s" % (
                    self.chance.randrange(1, 1 << 30),
                    self.chance.randrange(low, high),
                    self.chance.choice(("ordered", "loose")))}

    def until_gone(self, store, **environment):
        """One cycle that the daemon itself ends; its exit code."""
        if store.start(**environment):
            store.load_plan()
            return store.load(store.until_end)
        return store.until_end()

    def cut(self, store, events):
        code = self.until_gone(store, **self.power(*events))
        self.ended_with(store, code, CUT)

    def kill(self, store):
        if not store.start():
            raise RuntimeError("no start: " + store.daemon.log()[-500:])
        store.load_plan()
        # The wait is the moment of the kill, not a wait for a fact.
        moment = threading.Event()
        limit = self.chance.uniform(*KILL_MS) / 1000
        store.load(lambda: moment.wait(limit) or store.daemon.kill())
        self.ended += 1

    def stop_at(self, store, name):
        at = "%s:%d" % (name, self.chance.randrange(1, STOPS[name]))
        if name == "in_recovery":
            code = self.stop_in_recovery(store, at)
        else:
            code = self.until_gone(store, JINDUD_STOP_AT=at)
        self.ended_with(store, code, -signal.SIGKILL)

    def stop_in_recovery(self, store, at):
        """Only a start recovers, and only what a kill left in the WAL; that
        may be too little."""
        for _ in range(RECOVERY_TRIES):
            self.kill(store)
            self.ended -= 1
            if not store.start(JINDUD_STOP_AT=at):
                return store.until_end()
            store.daemon.kill()
        return None

    def one(self, store, name):
        """A cycle of the row."""
        if self.options.row == "power":
            self.cut(store, GROWN_EVENTS)
        elif self.options.row == "kill":
            self.kill(store)
        else:
            self.stop_at(store, name)

    def run(self):
        """All cycles, up to the first that is red; how many there are."""
        names = list(STOPS) if self.options.row == "stops" else [None]
        names = [name for name in names for _ in range(self.options.cycles)]
        for _ in range(self.options.fresh):
            if not self.is_over():
                store = self.new_store()
                self.cut(store, FRESH_EVENTS)
                self.tally(store)
        store = self.new_store()
        for name in names:
            if not self.is_over() and not store.ledger.broken:
                self.one(store, name)
        self.tally(store)
        return len(names) + self.options.fresh

    def is_red(self):
        return any(self.figures[name] for name in FIGURES)

    def is_over(self):
        return self.is_red() or self.unfired or self.figures["shut"]

    def is_as_expected(self):
        if self.options.expect == "any":
            return self.is_red()
        return self.figures[self.options.expect] > 0

    def verdict(self, wanted):
        print(json.dumps(dict({"row": self.options.row, "cycles": wanted,
                               "ended": self.ended, "stores": self.stores},
                              **self.figures, unfired=self.unfired,
                              seed=self.options.seed)))
        for line in self.words:
            print(line)
        if self.options.expect and self.is_as_expected():
            return 0
        if self.is_red():
            return 1
        if self.unfired:
            print("the fault did not come: no verdict")
            return 2
        if self.options.expect or self.figures["shut"]:
            return 1
        if self.ended < wanted or self.figures["acknowledged"] == 0:
            print("the fault did not come in every cycle: no verdict")
            return 2
        return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--row", choices=("kill", "power", "stops"),
                        required=True)
    parser.add_argument("--cycles", type=int, required=True)
    parser.add_argument("--fresh", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--preload", default="")
    parser.add_argument("--expect", choices=FIGURES + ("any",))
    torture = Torture(parser.parse_args())
    try:
        return torture.verdict(torture.run())
    except RuntimeError as error:
        print("torture: %s" % error)
        return 2
    finally:
        shutil.rmtree(torture.work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
