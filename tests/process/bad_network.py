#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""bad_network.py --client FILE [--seconds S] [--seed N] [--modes M,M]
               [--expect lost|twice]

Programs of the library's (network_client.c) report and follow through a proxy
that does to their connections what a bad network does (faultproxy.py), in each
of its modes for a while, then heals.

  lost    acknowledged, not in the journal          must be 0
  twice   in the journal more than once             must be 0
  broken  an event out of order, or another one     must be 0

After each healing both have to be back: a new report is acknowledged and what
was in the journal then is heard.  How long that took is a figure; that it took
at most ATTEMPTS unanswered attempts is asserted.  --expect turns the verdict
round, for a build with a planted fault.
"""
import argparse
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time

from faultproxy import MODES, Proxy
from house import LIMIT_S, Daemon, die_with_parent, load_plan, read_all
from pyclient import Client

# Of 500 ms: four times the five seconds that a client may need.
ATTEMPTS = 40
ITEMS = 20


class Program:
    """One network_client; its lines as they come, each with its instant."""

    def __init__(self, options, role, server, log):
        self.lines = queue.Queue()
        self.process = subprocess.Popen(
            [options.client, role, server, "house"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=log, text=True,
            preexec_fn=die_with_parent)
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        for line in self.process.stdout:
            self.lines.put((time.monotonic(), line.split()))

    def take(self):
        return self.lines.get(timeout=LIMIT_S)

    def drain(self):
        """What it has said so far."""
        found = []
        while not self.lines.empty():
            found.append(self.take())
        return found

    def end(self):
        self.process.stdin.close()
        code = self.process.wait(LIMIT_S)
        self.thread.join()
        return code


class Test:
    def __init__(self, options, directory):
        self.daemon = Daemon(directory).start()
        setup = self.daemon.client()
        load_plan(setup, ITEMS)
        setup.close()
        self.options = options
        self.proxy = Proxy(options.seed)
        for name in ("requests", "events"):
            self.proxy.listen(os.path.join(self.daemon.sockets, name))
        self.direct = Client(self.daemon.endpoint + ".real")
        self.log = open(os.path.join(directory, "clients"), "w",
                        encoding="utf-8")
        server = self.daemon.endpoint
        self.reporter = Program(options, "report", server, self.log)
        self.follower = Program(options, "follow", server, self.log)
        self.acked, self.heard, self.broken = [], [], []
        self.resets = 0
        self.flipped = False

    def note(self, lines):
        for _, words in lines:
            if words[0] == "ok":
                self.acked.append(words[1])
            elif words[0] == "reset":
                self.resets += 1
                self.heard = []
            elif words[0] != "no":
                self.hear(int(words[0]), words[1])

    def hear(self, sequence, note):
        if sequence != len(self.heard) + 1:
            self.broken.append("heard %d after %d" % (sequence,
                                                      len(self.heard)))
        self.heard.append(note)

    def until_acknowledged(self):
        """The instant of the first report that began and ended by now."""
        refused, begun = 0, False
        while True:
            at, words = self.reporter.take()
            self.note([(at, words)])
            if words[0] == "ok" and begun:
                return at
            # The one that is under way began before.
            begun = begun or words[0] == "ok"
            refused += words[0] == "no"
            assert refused <= ATTEMPTS, "no report is acknowledged"

    def until_heard(self, head):
        at = time.monotonic()
        while len(self.heard) < head:
            at, words = self.follower.take()
            self.note([(at, words)])
        return at

    def head(self):
        return self.direct.call("stream.read", {
            "stream": "all", "after": 0, "limit": 1})["head"]

    def spoil(self, mode):
        before = self.proxy.faults
        self.flipped = self.flipped or mode == "flip"
        self.proxy.mode = mode
        # The time of the fault, which is what is tested, not a wait.
        time.sleep(self.options.seconds)
        self.proxy.mode = None
        healed = time.monotonic()
        head = self.head()
        self.note(self.reporter.drain())
        self.note(self.follower.drain())
        answered = self.until_acknowledged()
        caught_up = self.until_heard(head)
        return {"faults": self.proxy.faults - before,
                "answered_ms": max(0, round((answered - healed) * 1000)),
                "heard_ms": max(0, round((caught_up - healed) * 1000))}

    def run(self):
        figures = {}
        self.until_acknowledged()
        for mode in self.options.modes.split(","):
            figures[mode] = self.spoil(mode)
        return self.verdict(figures)

    def verdict(self, figures):
        codes = [self.reporter.end()]
        self.note(self.reporter.drain())
        self.until_heard(self.head())
        codes.append(self.follower.end())
        self.note(self.follower.drain())
        notes = [event["data"].get("note") or "-"
                 for event in read_all(self.direct)]
        lost = [key for key in self.acked if key not in set(notes)]
        told = [note for note in notes if note != "-"]
        twice = len(told) - len(set(told))
        if not self.flipped and self.heard != notes[:len(self.heard)]:
            self.broken.append("heard what the journal does not hold")
        verified = self.direct.call("audit.verify", {"limit": 10000})
        self.direct.close()
        self.proxy.close()
        codes.append(self.daemon.stop())
        print(json.dumps({
            "test": "bad_network", "seconds": self.options.seconds,
            "seed": self.options.seed, "acknowledged": len(self.acked),
            "heard": len(self.heard), "lost": len(lost), "twice": twice,
            "resets": self.resets, "broken": len(self.broken),
            "modes": figures}))
        for line in self.broken[:5]:
            print("broken: " + line)
        idle = [mode for mode, found in figures.items()
                if mode != "stall" and not found["faults"]]
        if idle:
            print("no fault happened in: " + ", ".join(idle))
        if self.options.expect:
            return 0 if {"lost": lost, "twice": twice}[
                self.options.expect] else 1
        good = not (lost or twice or self.broken or idle or any(codes))
        return 0 if good and verified["ok"] else 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--client", required=True)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--expect", choices=("lost", "twice"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        test = Test(options, directory)
        try:
            return test.run()
        except (queue.Empty, AssertionError) as error:
            print("bad_network: %s %s" % (type(error).__name__, error))
            test.log.flush()
            with open(test.log.name, encoding="utf-8") as file:
                sys.stdout.writelines(file.readlines()[-5:])
            print(test.daemon.log())
            return 1
        finally:
            test.daemon.kill()


if __name__ == "__main__":
    sys.exit(main())
