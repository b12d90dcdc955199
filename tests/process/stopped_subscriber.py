#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""stopped_subscriber.py --client FILE [--seconds S] [--rate N] [--expect red]
                             [--listeners FILE --crowd N]

One of three followers is stopped (SIGSTOP) while N events a second are
published, for S seconds.  Meanwhile jindud grows by less than GROWTH_MAX and
the other two hear everything; when the first goes on it catches up, and has
missed nothing.  A load that stays below RATE_SHARE of what was asked for shows
nothing of it: no verdict.  Nor does a growth while the whole crowd was held up.

With a crowd there are so many subscribers more, without a library to read
again what they missed: none of them may miss anything.  The longest time from
an event to its arrival at one of them is printed.

Before that, reports are written until SQLite's cache is full, and WARM_EVENTS
to the crowd, so that what grows afterwards is what is kept for a subscriber.  Exit 0 as it must be (or as expected), 1
not, 2 without a verdict.
"""
import argparse
import json
import os
import re
import resource
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import zmq

from house import LIMIT_S, Daemon, die_with_parent, load_plan
from pyclient import canonical

GROWTH_MAX = 32 << 20
# The cache of the writer, and as much again: see daemon/io/store_open.c.
FILL_BYTES = 64 << 20
ITEMS = 200
CONNECTIONS = 4
# More than libzmq keeps room for on each way: 256 frames, and as many to come.
WARM_EVENTS = 600
# Beyond it the crowd itself was behind, and what it was owed is in the growth.
STALL_MS = 1000
RATE_SHARE = 0.9  # the last round, and the one in which a sample is taken
BATCH = 50  # requests of one message; one connection may have 64 unanswered
ROUNDS_A_SECOND = 5  # of a load that is slow enough for smaller messages
# An events socket has an eighth of the daemon's descriptors when two doors are
# open; a subscriber of the crowd needs two itself.
FILES_A_SUBSCRIBER = 8
CROWDS = 4  # processes, so that none of them is what is slow
SAMPLE_S = 0.5
CATCH_UP_SHARE = 4  # of the time it was stopped: under the sanitizers
NOTE = "路基已经完成，路面正在铺设，下周继续。" * 4


class Follower:
    """A network_client that follows; the thread checks what it hears."""

    def __init__(self, client, server, log):
        self.process = subprocess.Popen(
            [client, "follow", server, "house"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=log, preexec_fn=die_with_parent)
        self.position = 0
        self.missed = 0
        self.broken = ""
        self.heard = threading.Condition()
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        for line in self.process.stdout:
            word = line.split()[0].decode()
            with self.heard:
                if word.isdigit() and int(word) > self.position:
                    self.missed += int(word) - self.position - 1
                    self.position = int(word)
                elif not self.broken:
                    self.broken = "heard %s after %d" % (word, self.position)
                self.heard.notify()

    def until(self, head, limit):
        with self.heard:
            self.heard.wait_for(
                lambda: self.position >= head or self.broken, limit)
            assert not self.broken, self.broken
            assert self.position >= head, "heard %d of %d" % (self.position,
                                                              head)

    def end(self):
        self.process.stdin.close()
        code = self.process.wait(LIMIT_S)
        self.thread.join()
        return code


class Crowd:
    """A crowd_client: a part of them."""

    def __init__(self, program, events, count, log):
        self.process = subprocess.Popen(
            [program, events, "all/", str(count)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=log, preexec_fn=die_with_parent)
        assert self.line(LIMIT_S) == ["ready"]

    def line(self, limit):
        assert select.select([self.process.stdout], [], [], limit)[0], \
            "some of the crowd did not hear everything"
        return self.process.stdout.readline().decode().split()

    def until(self, head, limit):
        """What all of them heard and missed, and the longest delay in ms."""
        self.process.stdin.write(b"%d\n" % head)
        self.process.stdin.flush()
        words = self.line(limit)
        assert words, "the crowd is gone"
        return int(words[1]), int(words[3]), int(words[5])

    def end(self):
        self.process.stdin.close()
        return self.process.wait(LIMIT_S)


class Load:
    """Reports over several connections, as many a second as asked for."""

    def __init__(self, context, endpoint):
        self.sockets = []
        for _ in range(CONNECTIONS):
            dealer = context.socket(zmq.DEALER)
            dealer.setsockopt(zmq.LINGER, 0)
            dealer.connect(endpoint)
            self.sockets.append(dealer)
        self.sent = 0

    def message(self, batch):
        requests = []
        for _ in range(batch):
            self.sent += 1
            requests.append({
                "jsonrpc": "2.0", "id": self.sent, "method": "report.submit",
                "params": {"key": str(uuid.uuid4()), "plan": "house",
                           "item": self.sent % ITEMS + 1, "note": NOTE}})
        return canonical(requests)

    def round(self, batch=BATCH):
        """One message of each connection, and its answer."""
        for dealer in self.sockets:
            dealer.send(self.message(batch))
        for dealer in self.sockets:
            assert dealer.poll(LIMIT_S * 1000), "no answer"
            reply = dealer.recv()
            assert b'"error"' not in reply, reply

    def run(self, rate, seconds, between):
        """The reports a second that there were."""
        batch = max(1, min(BATCH, int(rate / CONNECTIONS / ROUNDS_A_SECOND)))
        begun = time.monotonic()
        count = 0
        while time.monotonic() < begun + seconds:
            self.round(batch)
            count += CONNECTIONS * batch
            between()
            ahead = begun + count / rate - time.monotonic()
            if ahead > 0:  # the pace of the load, not a wait
                time.sleep(ahead)
        return count / (time.monotonic() - begun)


def resident(process):
    with open("/proc/%d/status" % process.pid, encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) << 10


class Test:
    def __init__(self, options, directory):
        self.options = options
        # Freed memory that a sanitizer keeps back is no growth.
        sanitizer = os.environ.get("ASAN_OPTIONS", "")
        self.daemon = Daemon(directory, environment={
            "ASAN_OPTIONS": sanitizer + ":quarantine_size_mb=1"}).start()
        self.client = self.daemon.client()
        load_plan(self.client, ITEMS)
        self.log = open(os.path.join(directory, "clients"), "w",
                        encoding="utf-8")
        self.followers = [
            Follower(options.client, self.daemon.endpoint, self.log)
            for _ in range(3)]
        self.crowds = []
        self.context = zmq.Context()
        self.load = Load(self.context, self.daemon.endpoint)
        self.sampled = 0.0
        self.most = 0

    def status(self):
        return self.client.call("server.status")

    def sample(self):
        if time.monotonic() > self.sampled + SAMPLE_S:
            self.sampled = time.monotonic()
            self.most = max(self.most, resident(self.daemon.process))

    def fill(self):
        while True:
            for _ in range(10):
                self.load.round()
            store = self.status()["store"]
            if store["database"] + store["wal"] > FILL_BYTES:
                return

    def run(self):
        self.fill()
        for follower in self.followers:
            follower.until(self.status()["sequence"], LIMIT_S)
        if self.options.crowd:
            self.gather(self.options.crowd)
        stopped, *others = self.followers
        stopped.process.send_signal(signal.SIGSTOP)
        before = self.most = resident(self.daemon.process)
        from_here = self.status()["sequence"]
        rate = self.load.run(self.options.rate, self.options.seconds,
                             self.sample)
        head = self.status()["sequence"]
        for follower in others:  # while the first still stands
            follower.until(head, LIMIT_S)
        figures = self.of_crowd(head) if self.crowds else {}
        self.sampled = 0.0
        self.sample()
        behind = head - stopped.position
        resumed = time.monotonic()
        stopped.process.send_signal(signal.SIGCONT)
        stopped.until(head, LIMIT_S + CATCH_UP_SHARE * self.options.seconds)
        caught_up = time.monotonic() - resumed
        return {"test": "stopped_subscriber", **figures, "seconds": self.options.seconds,
                "events": head - from_here, "events_per_s": round(rate),
                "before_mib": round(before / 2**20, 1),
                "growth_mib": round((self.most - before) / 2**20, 1),
                "behind": behind, "catch_up_s": round(caught_up, 1),
                "missed": sum(one.missed for one in self.followers)}

    def gather(self, count):
        events = "ipc://%s/events" % self.daemon.sockets
        for i in range(CROWDS):
            part = (count + i) // CROWDS
            self.crowds.append(
                Crowd(self.options.listeners, events, part, self.log))
        rate = self.options.rate
        self.load.run(rate, WARM_EVENTS / rate, self.sample)
        self.of_crowd(self.status()["sequence"])

    def of_crowd(self, head):
        heard, missed, delays = zip(*[one.until(head, LIMIT_S)
                                      for one in self.crowds])
        assert not any(missed), \
            "a crowd heard %d, missed %d, was %d ms behind" % (
                sum(heard), sum(missed), max(delays))
        return {"crowd": self.options.crowd, "crowd_heard": sum(heard),
                "crowd_worst_ms": max(delays)}

    def end(self):
        codes = [follower.end() for follower in self.followers]
        codes += [one.end() for one in self.crowds]
        self.client.close()
        self.context.destroy(0)
        codes.append(self.daemon.stop())
        return codes


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--client", required=True)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--expect", choices=("red",))
    parser.add_argument("--listeners")
    parser.add_argument("--crowd", type=int, default=0)
    options = parser.parse_args()
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < FILES_A_SUBSCRIBER * options.crowd:
        print("stopped_subscriber: skipped, %d subscribers need %d "
              "descriptors, this machine allows %d (ulimit -Hn)" %
              (options.crowd, FILES_A_SUBSCRIBER * options.crowd, files))
        return 77
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if not os.path.exists(os.environ["JINDUD"]):
        print("stopped_subscriber: skipped, there is no '%s'; './dev test' "
              "builds it" % os.environ["JINDUD"])
        return 77
    with tempfile.TemporaryDirectory() as directory:
        test = Test(options, directory)
        try:
            figures = test.run()
            codes = test.end()
        except AssertionError as error:
            print("stopped_subscriber: %s" % error)
            print(test.daemon.log())
            return 1
        finally:
            test.daemon.kill()
    print(json.dumps(figures))
    grown = figures["growth_mib"] >= GROWTH_MAX / 2**20
    if options.expect:
        return 0 if grown else 1
    if grown and figures.get("crowd_worst_ms", 0) > STALL_MS:
        print("stopped_subscriber: the whole crowd was held up: no verdict")
        return 2
    if grown or any(codes) or figures["missed"]:
        print("stopped_subscriber: grew too much, or missed something")
        return 1
    if not figures["behind"] or figures["events"] < \
            RATE_SHARE * options.rate * options.seconds:
        print("stopped_subscriber: not behind, or too few events: no verdict")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
