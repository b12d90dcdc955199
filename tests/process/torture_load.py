# SPDX-License-Identifier: MIT
"""torture_load: who reports to a daemon that ends again and again, and who
listens to it.

A library for torture.py. Each of the threads here goes on from where it was
when the daemon is up again. What they saw is kept in a Ledger.
"""
import collections
import hashlib
import json
import threading
import time
import uuid

import zmq

from pyclient import canonical

STREAM = "all"
ITEMS = 200
ANSWER_LIMIT_MS = 500
TURN_MS = 20  # how long nobody notices that the cycle is over
COMMIT_EVERY = 40  # events
REPEATED = 50  # answers that are asked for again in the end
FORGET = (0.002, 0.02)  # of its turns: a follower is dropped, by follower


def request(number, method, params):
    return canonical({"jsonrpc": "2.0", "id": str(number), "method": method,
                      "params": params})


def event_hash(event):
    """Of all that is the same however and whenever an event is told."""
    return hashlib.blake2b(canonical(event), digest_size=8).digest()


class Ledger:
    """What was sent and answered; the journal is compared with it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.sent = set()
        self.acknowledged = {}  # key: sequence
        self.answers = collections.deque(maxlen=REPEATED)
        self.broken = []

    def complain(self, *what):
        with self.lock:
            self.broken.append(" ".join(str(word) for word in what))

    def sending(self, key):
        with self.lock:
            self.sent.add(key)

    def answered(self, key, frame, reply):
        with self.lock:
            self.acknowledged[key] = json.loads(reply)["result"]["sequence"]
            self.answers.append((frame, reply))


class Link:
    """A DEALER that is thrown away after silence, as PROTOCOL.md 1 asks."""

    def __init__(self, context, endpoint, stop=None):
        self.context, self.endpoint = context, endpoint
        self.stop = stop or threading.Event()
        self.socket = None

    def close(self):
        if self.socket is not None:
            self.socket.close(0)
            self.socket = None

    def call(self, frame, limit_ms=ANSWER_LIMIT_MS):
        """The reply to frame (bytes), or None."""
        if self.socket is None:
            self.socket = self.context.socket(zmq.DEALER)
            self.socket.linger = 0
            self.socket.reconnect_ivl = 20
            self.socket.connect(self.endpoint)
        wanted = json.loads(frame)["id"]
        end = time.monotonic() + limit_ms / 1000
        try:
            self.socket.send(frame, zmq.DONTWAIT)
            while time.monotonic() < end and not self.stop.is_set():
                if self.socket.poll(TURN_MS):
                    reply = self.socket.recv()
                    if json.loads(reply)["id"] == wanted:
                        return reply
        except zmq.Again:
            pass
        self.close()
        return None

    def must(self, method, params, limit_ms=20000):
        reply = self.call(request("m", method, params), limit_ms)
        answer = json.loads(reply) if reply else {}
        if "result" not in answer:
            raise RuntimeError("%s: %s" % (method, answer))
        return answer["result"]


class Worker:
    """One report after the other, each until it is answered."""

    def __init__(self, ledger, chance, plan):
        self.ledger, self.chance, self.plan = ledger, chance, plan
        self.key, self.frame = None, None

    def next(self):
        self.key = str(uuid.UUID(int=(time.time_ns() // 10**6 << 80) |
                                 (7 << 76) | (2 << 62) |
                                 self.chance.getrandbits(62)))
        self.frame = request(self.key, "report.submit", {
            "item": self.chance.randrange(1, ITEMS + 1), "key": self.key,
            "note": self.key, "plan": self.plan})
        self.ledger.sending(self.key)

    def work(self, link):
        while not link.stop.is_set():
            if self.frame is None:
                self.next()
            reply = link.call(self.frame)
            if reply is None:
                continue
            answer = json.loads(reply)
            if "result" in answer:
                self.ledger.answered(self.key, self.frame, reply)
                self.frame = None
            elif answer["error"]["data"]["status"] not in (
                    "storage", "busy", "closed"):
                self.ledger.complain("refused:", answer)
                self.frame = None
        link.close()


class Listener:
    """Hears the stream live and closes gaps by stream.read; what it has
    worked on is committed to a cursor, and now and then it is dropped: all it
    knew is gone, and it starts again from its cursor. The harness remembers
    for it, and compares what is told again with what was told before."""

    def __init__(self, ledger, chance, number):
        self.ledger, self.chance = ledger, chance
        self.name = "listener-%d" % number
        self.forget = FORGET[number % len(FORGET)]
        self.told = []  # hash of event n + 1
        self.position, self.epoch = 0, None
        self.committed, self.asked = 0, 0  # known, and perhaps, on disk
        self.live, self.again, self.drops = 0, 0, 0

    def take(self, event, live):
        number = int(event["sequence"])
        if number != self.position + 1:
            self.ledger.complain(self.name, "heard", number, "after",
                                 self.position)
            return
        self.position = number
        self.epoch = event["epoch"]
        self.live += live
        if number > len(self.told):
            self.told.append(event_hash(event))
        else:
            self.again += 1
            if self.told[number - 1] != event_hash(event):
                self.ledger.complain(self.name, "event", number, "differs")

    def read(self, link, where, limit_ms=ANSWER_LIMIT_MS):
        """The page after where, or None."""
        reply = link.call(request("r", "stream.read", dict(
            where, stream=STREAM)), limit_ms)
        answer = json.loads(reply) if reply else {}
        if "error" in answer and answer["error"]["data"]["status"] in (
                "reset", "truncated"):
            self.ledger.complain(self.name, "was told", answer)
        return answer.get("result")

    def catch_up(self, link, limit_ms=ANSWER_LIMIT_MS):
        while True:
            page = self.read(link, {"after": self.position}, limit_ms)
            if page is None:
                return False
            for event in page["events"]:
                self.take(event, False)
            if self.position >= page["head"]:
                return True

    def start_again(self, link):
        """Dropped: only the name of the cursor is left."""
        page = self.read(link, {"cursor": self.name})
        if page is None:
            return
        self.drops += 1
        if not self.committed <= page["after"] <= self.asked:
            self.ledger.complain(self.name, "stands at", page["after"],
                                 "committed", self.committed, self.asked)
        self.position = page["after"]
        for event in page["events"]:
            self.take(event, False)

    def commit(self, link):
        if self.position <= self.committed or self.epoch is None:
            return
        self.asked = max(self.asked, self.position)
        reply = link.call(request("c", "stream.commit", {
            "after": self.position, "cursor": self.name, "epoch": self.epoch,
            "stream": STREAM}))
        answer = json.loads(reply) if reply else {}
        if "result" in answer:
            if not self.position <= answer["result"]["after"] <= self.asked:
                self.ledger.complain(self.name, "committed", self.position,
                                     "answered", answer)
            self.committed = answer["result"]["after"]
        elif answer and answer["error"]["data"]["status"] not in (
                "storage", "busy", "closed"):
            self.ledger.complain(self.name, "refused:", answer)

    def hear(self, link, sub):
        event = json.loads(sub.recv_multipart()[1])
        if "beat" in event:
            if event["beat"]["head"] > self.position:
                self.catch_up(link)
        elif "bye" not in event:
            if int(event["sequence"]) == self.position + 1:
                self.take(event, True)
            elif int(event["sequence"]) > self.position:
                self.catch_up(link)

    def work(self, link, endpoint):
        sub = link.context.socket(zmq.SUB)
        sub.linger = 0
        sub.reconnect_ivl = 20
        sub.subscribe(STREAM.encode() + b"/")
        sub.connect(endpoint)
        while not link.stop.is_set():
            if self.chance.random() < self.forget:
                self.start_again(link)
            if not sub.poll(TURN_MS):
                self.commit(link)
                continue
            self.hear(link, sub)
            if self.position - self.committed >= COMMIT_EVERY:
                self.commit(link)
        sub.close()
        link.close()
