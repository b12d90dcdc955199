#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""torture: ends jindud again and again under load, and asks whether every
promise still holds.

    torture.py --jindud FILE --mode kill|power [--cycles 50] [--seed 1]
               [--preload crashvfs.so[:libasan.so]] [--expect-loss]

kill   SIGKILL at a random moment: shows ordering and recovery.
power  the process ends at a random write or sync, and the files keep only what
       a disk without power would have kept (crashvfs): shows durability.

Four clients report, each with one request unanswered; what was not answered is
repeated with the same bytes after the restart. The note of a report is its
key, so that the journal tells what was applied. One follower hears stream
"all" all the while, from where it was.

  lost    acknowledged, not in the journal          must be 0
  twice   in the journal more than once             must be 0
  ghost   in the journal, never sent                must be 0
  broken  an event out of order, a chain that does not hold, a reply that
          differs from the first one for the same key      must be 0

--expect-loss turns the verdict round: a build with a planted fault must be
caught. Only processes started here are ended. Exit 0 as expected, 1 not, 2 when
the harness itself failed.
"""
import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import zmq

WORKERS = 4
ITEMS = 200
START_LIMIT_S = 20   # a start under ASan on a loaded machine takes about 1 s
ANSWER_LIMIT_MS = 500
POWER_EVENTS = (5, 600)  # writes and syncs until the cut: some dozen batches
KILL_MS = (5, 250)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"),
                      ensure_ascii=False).encode()


class Link:
    """A DEALER that is thrown away after silence, as PROTOCOL.md 1 asks."""

    def __init__(self, context, endpoint):
        self.context, self.endpoint, self.socket = context, endpoint, None

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
            while True:
                left = int((end - time.monotonic()) * 1000)
                if left <= 0 or not self.socket.poll(left):
                    break
                reply = self.socket.recv()
                if json.loads(reply)["id"] == wanted:
                    return reply
        except zmq.Again:
            pass
        self.close()
        return None


def request(number, method, params):
    return canonical({"jsonrpc": "2.0", "id": str(number), "method": method,
                      "params": params})


class Harness:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.work = tempfile.mkdtemp(prefix="jindu-torture-")
        self.state = os.path.join(self.work, "state")
        self.sockets = os.path.join(self.work, "run")
        self.endpoint = "ipc://" + os.path.join(self.sockets, "requests")
        self.config = os.path.join(self.work, "jindud.conf")
        with open(self.config, "w") as f:
            f.write("[server]\nsockets = %s\n[notice]\nwindow = always\n"
                    % self.sockets)
        self.context = zmq.Context()
        self.lock = threading.Lock()
        self.sent, self.acked = set(), {}
        self.broken = []
        self.open_requests = [None] * WORKERS
        self.position, self.heard = 0, 0
        self.process = None
        self.cuts = 0

    # The daemon -----------------------------------------------------------

    def spawn(self, crash_at=None):
        env = dict(os.environ)
        if self.options.mode == "power" and crash_at is not None:
            shim, _, first = self.options.preload.partition(":")
            env["LD_PRELOAD"] = (first + " " + shim).strip()
            env["CRASHVFS"] = "seed=%d,crash_at=%d,meta=ordered" % (
                self.random.randrange(1, 1 << 30), crash_at)
        log = open(os.path.join(self.work, "log"), "ab")
        self.process = subprocess.Popen(
            [self.options.jindud, "--config", self.config, "--state",
             self.state], stdout=log, stderr=log, env=env)
        log.close()

    def wait_ready(self):
        """True once server.hello answers; False when the process ended."""
        link = Link(self.context, self.endpoint)
        end = time.monotonic() + START_LIMIT_S
        try:
            while time.monotonic() < end:
                if self.process.poll() is not None:
                    return False
                if link.call(request(0, "server.hello", {}), 100):
                    return True
        finally:
            link.close()
        raise RuntimeError("jindud did not answer in %d s" % START_LIMIT_S)

    def end(self, sig):
        if self.process.poll() is None:
            self.process.send_signal(sig)
        return self.process.wait(30)

    # The load -------------------------------------------------------------

    def load_plan(self):
        link = Link(self.context, self.endpoint)
        draft, digest, items = str(uuid.uuid4()), bytes(32), []
        for no in range(1, ITEMS + 1):
            items.append({"category": "类别", "deadline": "2099-12-31",
                          "leaders": ["甲"], "name": "事项%d" % no, "no": no,
                          "persons": ["乙"], "target": "目标", "units": ["办"]})
        for item in items:
            digest = hashlib.blake2b(digest + canonical(item),
                                     digest_size=32).digest()
        self.must(link, 1, "plan.load", {
            "draft": draft, "head": {"title": "计划", "year": 2099},
            "items": items, "key": str(uuid.uuid4()), "last": True, "part": 1,
            "plan": "t"})
        self.must(link, 2, "plan.confirm", {
            "digest": digest.hex(), "draft": draft, "key": str(uuid.uuid4()),
            "plan": "t"})
        link.close()

    def must(self, link, number, method, params):
        reply = link.call(request(number, method, params), 10000)
        answer = json.loads(reply) if reply else {}
        if "result" not in answer:
            raise RuntimeError("%s: %s" % (method, answer))
        return answer["result"]

    def work_on(self, at, stop, seed):
        """One client: one report after the other, each until answered."""
        chance = random.Random(seed)
        link = Link(self.context, self.endpoint)
        while not stop.is_set():
            frame = self.open_requests[at]
            if frame is None:
                key = str(uuid.UUID(int=(time.time_ns() // 10**6 << 80) |
                                    (7 << 76) | (2 << 62) |
                                    chance.getrandbits(62)))
                frame = request(key, "report.submit", {
                    "item": chance.randrange(1, ITEMS + 1), "key": key,
                    "note": key, "plan": "t"})
                self.open_requests[at] = frame
                with self.lock:
                    self.sent.add(key)
            reply = link.call(frame)
            if reply is None:
                continue
            answer = json.loads(reply)
            if "result" in answer:
                with self.lock:
                    self.acked[answer["id"]] = (reply, frame)
                self.open_requests[at] = None
            elif answer["error"]["data"]["status"] not in (
                    "storage", "busy", "closed"):
                with self.lock:
                    self.broken.append("refused: %s" % answer)
                self.open_requests[at] = None
        link.close()

    def follow(self, stop):
        """Hears "all" through PUB, and closes gaps by stream.read."""
        link = Link(self.context, self.endpoint)
        sub = self.context.socket(zmq.SUB)
        sub.linger = 0
        sub.reconnect_ivl = 20
        sub.subscribe(b"all/")
        sub.connect("ipc://" + os.path.join(self.sockets, "events"))
        while not stop.is_set():
            if not sub.poll(50):
                continue
            _, body = sub.recv_multipart()
            event = json.loads(body)
            if "beat" in event:
                if event["beat"]["head"] > self.position:
                    self.catch_up(link)
            elif "bye" not in event:
                if int(event["sequence"]) == self.position + 1:
                    self.take(event)
                elif int(event["sequence"]) > self.position:
                    self.catch_up(link)
        sub.close()
        link.close()

    def take(self, event):
        if int(event["sequence"]) != self.position + 1:
            self.broken.append("heard %s after %d" % (event["sequence"],
                                                      self.position))
        self.position = int(event["sequence"])
        self.heard += 1

    def catch_up(self, link, limit_ms=ANSWER_LIMIT_MS):
        while True:
            reply = link.call(request("r", "stream.read", {
                "after": self.position, "stream": "all"}), limit_ms)
            answer = json.loads(reply) if reply else {}
            if "result" not in answer:
                if "error" in answer and answer["error"]["data"][
                        "status"] in ("reset", "truncated"):
                    self.broken.append("follower told %s" % answer)
                return False
            for event in answer["result"]["events"]:
                self.take(event)
            if self.position >= answer["result"]["head"]:
                return True

    # The verdict ----------------------------------------------------------

    def read_journal(self):
        link = Link(self.context, self.endpoint)
        after, chain, applied = 0, bytes(32), {}
        while True:
            result = self.must(link, "j", "stream.read",
                               {"after": after, "stream": "all"})
            for event in result["events"]:
                after += 1
                if int(event["sequence"]) != after:
                    self.broken.append("journal has %s at %d" %
                                       (event["sequence"], after))
                for name in ("stream", "sequence", "epoch"):
                    del event[name]
                if event["type"] == "jindu.report.submitted":
                    note = event["data"]["note"]
                    applied[note] = applied.get(note, 0) + 1
                chain = hashlib.blake2b(
                    chain + after.to_bytes(8, "big") + canonical(event),
                    digest_size=32).digest()
            if after >= result["head"]:
                break
        check = 0
        while check is not None:
            result = self.must(link, "v", "audit.verify",
                               {"after": check, "limit": 10000})
            if not result["ok"]:
                self.broken.append("chain broken at %s" % result["bad"])
                break
            check = result["next"]
        if result["hash"] != chain.hex():
            self.broken.append("the chain recomputed from events differs")
        self.repeat_some(link)
        link.close()
        return applied

    def repeat_some(self, link):
        """A key that was answered is answered with the same bytes again."""
        for reply, frame in list(self.acked.values())[-50:]:
            again = link.call(frame, 10000)
            if again != reply:
                self.broken.append("repeat differs: %r, first %r" % (again,
                                                                     reply))

    def cycle(self, number):
        power = self.options.mode == "power"
        self.spawn(self.random.randrange(*POWER_EVENTS) if power else None)
        stop = threading.Event()
        threads = []
        if self.wait_ready():
            threads = [threading.Thread(target=self.work_on, args=(
                at, stop, self.options.seed * 1000003 + number * 31 + at))
                for at in range(WORKERS)]
            threads.append(threading.Thread(target=self.follow, args=(stop,)))
            for thread in threads:
                thread.start()
        if power:
            code = self.process.wait(60)
            self.cuts += 1 if code == 77 else 0
        else:
            # The wait is the moment of the kill, not a wait for a fact.
            stop.wait(self.random.uniform(*KILL_MS) / 1000)
            self.end(signal.SIGKILL)
            self.cuts += 1
        stop.set()
        for thread in threads:
            thread.join()

    def run(self):
        self.spawn()
        if not self.wait_ready():
            raise RuntimeError("jindud does not start")
        self.load_plan()
        if self.end(signal.SIGTERM) != 0:
            self.broken.append("SIGTERM did not end it with 0")
        for number in range(self.options.cycles):
            self.cycle(number)
        self.spawn()
        if not self.wait_ready():
            raise RuntimeError("jindud does not start after the cycles")
        link = Link(self.context, self.endpoint)
        if not self.catch_up(link, 10000):
            self.broken.append("the follower could not catch up")
        link.close()
        applied = self.read_journal()
        self.end(signal.SIGTERM)
        return applied

    def verdict(self, applied):
        lost = [key for key in self.acked if key not in applied]
        twice = [key for key, count in applied.items() if count > 1]
        ghost = [key for key in applied if key not in self.sent]
        print(json.dumps({
            "mode": self.options.mode, "cycles": self.options.cycles,
            "ended": self.cuts, "acknowledged": len(self.acked),
            "heard": self.heard, "lost": len(lost), "twice": len(twice),
            "ghost": len(ghost), "broken": len(self.broken),
            "seed": self.options.seed}))
        for line in self.broken[:5]:
            print("broken: " + line)
        fired = self.cuts == self.options.cycles and len(self.acked) > 0
        if not fired:
            print("the fault did not fire in every cycle: no verdict")
            return 2
        bad = bool(lost or twice or ghost or self.broken)
        return 0 if bad == self.options.expect_loss else 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jindud", required=True)
    parser.add_argument("--mode", choices=("kill", "power"), required=True)
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--preload", default="")
    parser.add_argument("--expect-loss", action="store_true")
    harness = Harness(parser.parse_args())
    try:
        code = harness.verdict(harness.run())
    except RuntimeError as error:
        print("torture: %s" % error)
        # A planted fault may leave a store that refuses to start: caught too.
        code = 0 if harness.options.expect_loss and harness.cuts else 2
        with open(os.path.join(harness.work, "log"), errors="replace") as f:
            sys.stdout.write("".join(f.readlines()[-5:]))
    finally:
        if harness.process and harness.process.poll() is None:
            harness.end(signal.SIGKILL)
        harness.context.destroy(0)
    shutil.rmtree(harness.work, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
