#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""mutated.py [--count N] [--seed N]

An admitted peer sends N requests that were good until something happened to
them: bytes turned, cut out or doubled, frames added, members changed, told
twice or nested without end.  Two other clients report meanwhile.

  silent   messages without an answer                  must be 0
  extra    answers to nothing, or a second one          must be 0
  cut      connections ended: for each message over the bound, and no other
  lost     acknowledged to the others, not in the journal   must be 0
  twice    of theirs, in the journal more than once         must be 0
"""
import argparse
import json
import random
import sys
import tempfile
import threading
import uuid

import zmq

from house import LIMIT_S, load_plan, read_all, report
from monitor import monitor_of
from office_keys import Office
from pyclient import protect

WINDOW = 32       # unanswered at once: half of what one may have
MESSAGE_MAX = 65536
LONG_SHARE = 0.02  # of the windows, that end with a message over the bound
LIMIT_MS = LIMIT_S * 1000
GOOD = "good-load"

NASTY = (b"1e308", b"-0", b"0.5", b"01", b"9007199254740992", b"-1",
         b"99999999999999999999999999", b"NaN", b"null", b"true", b'""',
         b'"\\ud800"', b'"\\u0000"', b'"\xff"', b'"\x01"', b"{}", b"[]",
         b"[" * 40 + b"]" * 40, b'{"a":' * 17 + b"1" + b"}" * 17,
         b'"' + b"x" * 5000 + b'"', b'"' + "实".encode() * 1400 + b'"',
         b"[" + b"1," * 300 + b"1]")


def bases(text):
    """Good requests of every kind that such a peer may send."""
    def key():
        return str(uuid.uuid4())
    item = {"plan": "house", "item": 1}
    yield text("server.hello")
    yield text("server.status")
    yield text("report.submit", dict(item, key=key(), percent=40, note="坏"))
    yield text("report.submit", dict(item, key=key(), no_change=True))
    yield text("report.submit", dict(item, key=key(), percent=30, reason="r"))
    yield text("item.claim", dict(item, key=key(), note="n"))
    yield text("item.verify", dict(item, key=key()))
    yield text("item.list", {"plan": "house", "limit": 2})
    yield text("item.show", item)
    yield text("report.list", item)
    yield text("notice.list", {"phase": "planned", "limit": 3})
    yield text("calendar.show", {"year": 2026})
    yield text("stream.read", {"stream": "all", "after": 0, "limit": 3})
    yield text("stream.commit", {"stream": "all", "cursor": "c",
                                 "position": 1})
    yield text("admin.permissions")
    yield text("admin.backup", {"name": "x"})


class Mutator:
    def __init__(self, text, seed):
        self.random = random.Random(seed)
        self.bases = list(bases(text))

    def message(self):
        """Its frames."""
        data = self.random.choice(self.bases)
        for _ in range(self.random.randint(1, 3)):
            data = self.random.choice((
                self.turned, self.without, self.doubled, self.valued,
                self.repeated, self.batched))(data)[:MESSAGE_MAX]
        return self.framed(data)

    def piece(self, data):
        at = self.random.randrange(len(data) + 1)
        return at, min(len(data), at + self.random.randint(1, 40))

    def turned(self, data):
        changed = bytearray(data or b"0")
        for _ in range(self.random.randint(1, 4)):
            at = self.random.randrange(len(changed))
            changed[at] ^= 1 << self.random.randrange(8)
        return bytes(changed)

    def without(self, data):
        start, end = self.piece(data)
        return data[:start] + (data[end:] if self.random.random() < 0.5
                               else b"")

    def doubled(self, data):
        start, end = self.piece(data)
        return data[:end] + data[start:end] * self.random.choice((1, 1, 50)) \
            + data[end:]

    def valued(self, data):
        """A value in the place of another."""
        places = [at for at, byte in enumerate(data) if byte == ord(":")]
        if not places:
            return data
        at = self.random.choice(places) + 1
        end = at
        while end < len(data) and data[end] not in b",}":
            end += 1
        return data[:at] + self.random.choice(NASTY) + data[end:]

    def repeated(self, data):
        """A member told twice, or one more."""
        at = data.find(b"{", self.random.randrange(len(data) + 1)) + 1
        name = self.random.choice((b'"id"', b'"key"', b'"plan"', b'"x"'))
        return data[:at] + name + b":" + self.random.choice(NASTY) + b"," + \
            data[at:]

    def batched(self, data):
        count = self.random.choice((0, 1, 2, 64, 65))
        return b"[" + b",".join([data] * count) + b"]"

    def framed(self, data):
        chance = self.random.random()
        if chance < 0.90:
            return [data]
        if chance < 0.95:
            return [b"", data]
        return [data] + [b"more"] * self.random.choice((1, 2, 500))


class Hostile:
    """The peer that sends them, and what it gets."""

    def __init__(self, office, pair, options):
        self.random = random.Random(options.seed)
        self.text = office.client().text
        self.mutator = Mutator(self.text, options.seed)
        self.context = zmq.Context()
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.setsockopt(zmq.LINGER, 0)
        protect(self.socket, office.curve(pair))
        self.monitor = monitor_of(self.socket, zmq.EVENT_DISCONNECTED)
        self.socket.connect(office.doors[0].endpoint("requests"))
        self.sent, self.silent, self.extra, self.cut = 0, 0, 0, 0

    def window(self, count):
        """Sends so many and takes as many answers; then a request of its own
        has to be answered next."""
        for _ in range(count):
            self.socket.send_multipart(self.mutator.message())
        self.sent += count
        for number in range(count):
            if not self.socket.poll(LIMIT_MS):
                self.silent += count - number
                break
            self.socket.recv_multipart()
        name = "w%d" % self.sent
        self.socket.send(self.text("server.hello", {}, name))
        while self.socket.poll(LIMIT_MS):
            answer = json.loads(self.socket.recv_multipart()[-1])
            if isinstance(answer, dict) and answer["id"] == name:
                return
            self.extra += 1
        self.silent += 1

    def too_long(self):
        assert not self.monitor.poll(0), "cut without a reason"
        self.socket.send(b"x" * self.random.randint(MESSAGE_MAX + 1,
                                                    2 * MESSAGE_MAX))
        assert self.monitor.poll(LIMIT_MS), "a message over the bound passed"
        self.monitor.recv_multipart()
        self.cut += 1

    def run(self, count):
        while self.sent < count and not self.silent and not self.extra:
            self.window(min(WINDOW, count - self.sent))
            if self.random.random() < LONG_SHARE:
                self.too_long()
        self.socket.disable_monitor()
        self.context.destroy(0)


class Good:
    """A client that reports, each under a key that is its note."""

    def __init__(self, client, item):
        self.client, self.item = client, item
        self.over = threading.Event()
        self.acked, self.failed = [], None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        try:
            while not self.over.is_set():
                key = str(uuid.uuid4())
                report(self.client, self.item, key, GOOD, key)
                self.acked.append(key)
        except Exception as error:  # told by the verdict
            self.failed = repr(error)

    def end(self):
        self.over.set()
        self.thread.join()


def run(options, directory):
    office = Office(directory)
    zhou = office.admit("zhou", "reporter", "周明")
    wu = office.admit("wu", "office")
    office.start()
    here = office.client()
    load_plan(here, 1)
    load_plan(here, 2, GOOD)
    goods = [Good(office.remote(wu), 1), Good(office.client(), 2)]
    hostile = Hostile(office, zhou, options)
    hostile.run(options.count)
    for good in goods:
        good.end()
    notes = [event["data"]["note"] for event in read_all(here)
             if event["type"] == "jindu.report.submitted" and
             event["subject"].startswith(GOOD)]
    acked = [key for good in goods for key in good.acked]
    counters = here.call("server.status")["counters"]
    verified = here.call("audit.verify", {"limit": 10000})
    figures = {
        "test": "mutated", "count": options.count, "seed": options.seed,
        "sent": hostile.sent, "silent": hostile.silent,
        "extra": hostile.extra, "cut": hostile.cut,
        "dropped": counters["messages_dropped"],
        "good": len(acked), "lost": len(set(acked) - set(notes)),
        "twice": len(notes) - len(set(notes)),
        "refused": counters["refused"]}
    red = [name for name in ("silent", "extra", "dropped", "lost", "twice")
           if figures[name]]
    red += [good.failed for good in goods if good.failed or not good.acked]
    red += [] if verified["ok"] else ["the chain is broken"]
    print(json.dumps(figures))
    for word in red:
        print("red: %s" % word)
    return office.stop() == 0 and not red


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        return 0 if run(options, directory) else 1


if __name__ == "__main__":
    sys.exit(main())
