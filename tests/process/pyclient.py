#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A client of jindud, written from proto/PROTOCOL.md alone.

    pyclient.py ENDPOINT selftest

Section numbers below are those of PROTOCOL.md.  The self-test loads a plan of
its own under a fresh code, so it may run against a daemon that has others.
"""
import datetime
import hashlib
import itertools
import json
import random
import sys
import time
import uuid

import zmq

MESSAGE_MAX = 65536  # 2: a request
REPLY_MAX = 1048576  # 2: an answer
CURVE_OVERHEAD = 33  # RFC 26: of a message, counted by MAXMSGSIZE
TRIES_MS = (1000, 2000, 4000)  # 1: a time limit for each answer
SOURCE = "0f" * 32  # a digest of the file, in hex
QUIET_S = 90  # 7: three beats of 30 s


def canonical(value):
    """2, Writes: the one way to write a JSON value, as bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"),
                      ensure_ascii=False).encode()


def protect(socket, curve):
    """1: over tcp a socket speaks CURVE."""
    server, public, secret = curve
    socket.curve_serverkey = server.encode()
    socket.curve_publickey = public.encode()
    socket.curve_secretkey = secret.encode()


def blake(*parts):
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


def draft_digest(items):
    """5, plan.confirm."""
    digest = bytes(32)
    for item in items:
        digest = blake(digest, canonical(item))
    return digest.hex()


def chain(previous, number, event):
    """6: the hash of row number; event as it was read from any stream."""
    kept = {name: value for name, value in event.items()
            if name not in ("stream", "sequence", "epoch")}
    return blake(previous, number.to_bytes(8, "big"), canonical(kept))


class Refusal(Exception):
    def __init__(self, error):
        super().__init__(error["message"])
        self.error = error
        self.data = error["data"]
        self.status = error["data"]["status"]


class Silence(Exception):
    pass


class Client:
    """1, 2: a DEALER that is replaced whenever an answer does not come."""

    def __init__(self, endpoint, kind=zmq.DEALER, curve=None):
        """curve: over tcp, the public key of the server and the own pair."""
        self.context = zmq.Context()
        self.endpoint = endpoint
        self.kind = kind
        self.curve = curve
        self.numbers = itertools.count(1)
        self.socket = None

    def open(self):
        self.socket = self.context.socket(self.kind)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.setsockopt(zmq.MAXMSGSIZE, REPLY_MAX + CURVE_OVERHEAD)
        self.socket.setsockopt(zmq.IMMEDIATE, 1)
        if self.curve is not None:
            protect(self.socket, self.curve)
        self.socket.connect(self.endpoint)

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def exchange(self, request, wanted):
        """Sends bytes until wanted(answer) is true; returns the answer's
        bytes."""
        if len(request) > MESSAGE_MAX:
            raise ValueError("request too large")
        for limit in TRIES_MS:
            if self.socket is None:
                self.open()
            until = time.monotonic() + limit / 1000
            if self.socket.poll(limit, zmq.POLLOUT):
                self.socket.send(request)
                while (left := until - time.monotonic()) > 0:
                    if self.socket.poll(int(left * 1000) + 1, zmq.POLLIN):
                        answer = self.socket.recv()
                        if wanted(json.loads(answer)):
                            return answer
            self.close()
        raise Silence(self.endpoint)

    def text(self, method, params=None, number=None):
        if number is None:
            number = str(next(self.numbers))
        return canonical({"jsonrpc": "2.0", "id": number, "method": method,
                          "params": params or {}})

    def send(self, request):
        """One request, as bytes, and the bytes of its answer."""
        number = json.loads(request)["id"]
        return self.exchange(request, lambda answer: isinstance(answer, dict)
                             and answer["id"] == number)

    def call(self, method, params=None):
        request = self.text(method, params)
        for _ in range(50):
            answer = json.loads(self.send(request))
            if "result" in answer:
                return answer["result"]
            if answer["error"]["data"]["status"] != "busy":
                break
            time.sleep(answer["error"]["data"]["retry_after_ms"] / 1000)
        raise Refusal(answer["error"])


class Follower:
    """7: every event of a stream, once and in order."""

    def __init__(self, client, stream, after=0, epoch=None):
        self.client = client
        self.stream = stream
        self.position = after
        self.epoch = epoch
        self.reads = 0
        self.live = 0
        self.restarts = []
        self.sub = None

    def open(self):
        events = self.client.call("server.hello", {"client": "pyclient"})
        self.sub = self.client.context.socket(zmq.SUB)
        self.sub.setsockopt(zmq.LINGER, 0)
        self.sub.setsockopt(zmq.MAXMSGSIZE, REPLY_MAX)
        self.sub.setsockopt(zmq.SUBSCRIBE, self.stream.encode() + b"/")
        self.sub.connect(events["endpoints"]["events"])

    def close(self):
        if self.sub is not None:
            self.sub.close()
            self.sub = None

    def pages(self):
        """From the position to the head."""
        while True:
            params = {"stream": self.stream, "after": self.position,
                      "limit": 100}
            if self.epoch is not None:
                params["epoch"] = self.epoch
            self.reads += 1
            try:
                page = self.client.call("stream.read", params)
            except Refusal as refusal:
                if refusal.status not in ("reset", "truncated"):
                    raise
                self.restarts.append(refusal.status)
                self.epoch = refusal.data["epoch"]
                self.position = max(refusal.data["floor"] - 1, 0)
                continue
            self.epoch = page["epoch"]
            for event in page["events"]:
                self.position += 1
                assert int(event["sequence"]) == self.position, event
                yield event
            assert page["next"] == self.position, page["next"]
            if self.position >= page["head"]:
                return

    def events(self, seconds):
        """Until nothing new came for so long."""
        if self.sub is None:
            self.open()
        yield from self.pages()
        while self.sub.poll(int(min(seconds, QUIET_S) * 1000)):
            topic, body = self.sub.recv_multipart()
            assert topic == self.stream.encode() + b"/", topic
            told = json.loads(body)
            if "specversion" in told:
                number = int(told["sequence"])
            else:
                told = told["beat"] if "beat" in told else told["bye"]
                number = told["head"]
                if told["epoch"] == self.epoch and number <= self.position:
                    continue
                yield from self.pages()
                continue
            if told["epoch"] == self.epoch and number <= self.position:
                continue
            if told["epoch"] == self.epoch and number == self.position + 1:
                self.position = number
                self.live += 1
                yield told
            else:
                yield from self.pages()


class Selftest:
    def __init__(self, endpoint):
        self.client = Client(endpoint)
        self.passed = 0
        self.failed = 0
        self.plan = "py-%08x" % random.getrandbits(32)

    def check(self, name, good, found=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("failed: %s: %s" % (name, found))

    def refused(self, name, status, field, method, params):
        """field None: not looked at.  Returns error.data."""
        try:
            result = self.client.call(method, params)
            self.check(name, False, result)
        except Refusal as refusal:
            good = refusal.status == status and (
                field is None or refusal.data.get("field") == field)
            self.check(name, good, refusal.error)
            return refusal.data
        return {}

    def hello(self):
        hello = self.client.call("server.hello", {"client": "pyclient"})
        self.check("hello has every member", set(hello) >= {
            "endpoints", "epoch", "limits", "principal", "protocol",
            "publish", "software", "version", "zone"}, hello)
        self.check("this is protocol 1", hello["protocol"] == 1, hello)
        self.check("the limits are those of the page",
                   hello["limits"]["message"] == MESSAGE_MAX and
                   hello["limits"]["reply"] == REPLY_MAX, hello["limits"])
        self.check("the caller is known", hello["principal"]["role"] in
                   ("admin", "office"), hello["principal"])

    def raw(self, name, request, status, number=None):
        """A message that is answered with one error."""
        answer = json.loads(self.client.exchange(request, lambda _: True))
        good = isinstance(answer, dict) and answer["id"] == number and \
            answer["error"]["data"]["status"] == status
        self.check(name, good, answer)

    def frames(self):
        self.raw("a request without id is refused",
                 b'{"jsonrpc":"2.0","method":"plan.list"}', "invalid_request")
        self.raw("what is no JSON is refused", b'{"jsonrpc"', "malformed")
        self.raw("a member twice is refused",
                 b'{"jsonrpc":"2.0","id":"d","id":"d","method":"plan.list"}',
                 "malformed")
        self.raw("an unknown method is named as such",
                 self.client.text("plan.eat", {}, "u"), "unknown_method", "u")
        lists = [json.loads(self.client.text(method, {}, number))
                 for method, number in (("plan.list", 1), ("nothing", "2"),
                                        ("plan.list", 3))]
        answer = json.loads(self.client.exchange(
            canonical(lists), lambda found: isinstance(found, list)))
        self.check("a batch is answered in its order",
                   [one["id"] for one in answer] == [1, "2", 3], answer)
        self.check("a batch holds one read", "result" in answer[0] and
                   answer[2]["error"]["data"]["status"] == "invalid_request",
                   answer)
        peer = Client(self.client.endpoint, zmq.REQ)
        self.check("a REQ is served as well",
                   "plans" in peer.call("plan.list"))
        peer.close()

    def items(self):
        day = datetime.date.today() + datetime.timedelta(days=40)
        person = self.client.call("server.hello", {"client": "pyclient"})[
            "principal"]["person"] or "周明"
        return [
            {"no": 1, "category": "道路", "name": "东街改造", "target":
             "年底前完成路面\n和路灯", "units": ["建设办"], "persons": [person],
             "leaders": ["吴岚"], "deadline": day.isoformat()},
            {"no": 2, "category": "道路", "name": "西桥加固", "target": "通车",
             "units": ["建设办", "财政所"], "persons": [person], "leaders": [],
             "deadline": day.isoformat(), "deadline_source": "carried",
             "deadline_from": 1, "inherited": ["category", "deadline"],
             "unconfirmed": ["deadline"], "raw": {
                 "category": None, "deadline": "同上", "name": "西桥加固"}},
            {"no": 3, "category": "", "name": "读书节", "target": "办三场",
             "units": ["文化站"], "persons": ["郑小雨"], "leaders": ["吴岚"],
             "deadline": None, "deadline_words": "长期"},
        ]

    def load(self):
        items = self.items()
        draft = str(uuid.uuid4())
        head = {"title": "自测计划", "year": 2021, "source": SOURCE}
        base = {"plan": self.plan, "draft": draft}
        bad = dict(items[0], deadline="2021-02-30")
        self.refused("a date that is none is named with its path", "invalid",
                     "items[0].deadline", "plan.load",
                     dict(base, key=str(uuid.uuid4()), part=1, last=False,
                          items=[bad], head=head))
        one = self.client.call("plan.load", dict(
            base, key=str(uuid.uuid4()), part=1, last=False, items=items[:2],
            head=head))
        self.check("a part is counted", one == {
            "draft": draft, "items": 2, "part": 1}, one)
        self.client.call("plan.load", dict(
            base, key=str(uuid.uuid4()), part=2, last=True, items=items[2:]))
        self.refused("another digest is a conflict", "conflict", None,
                     "plan.confirm", dict(base, key=str(uuid.uuid4()),
                                          digest="00" * 32))
        done = self.client.call("plan.confirm", dict(
            base, key=str(uuid.uuid4()), digest=draft_digest(items)))
        self.check("the plan is live", done["plan"]["code"] == self.plan and
                   done["plan"]["items"] == 3 and
                   done["plan"]["revision"] == 1, done)
        shown = self.client.call("plan.show", {"plan": self.plan})
        self.check("the plan is shown", shown["title"] == "自测计划" and
                   shown["year"] == 2021 and shown["source"] == SOURCE, shown)
        listed = self.client.call("item.list", {"plan": self.plan})
        self.check("its items are listed, the undated last",
                   [item["no"] for item in listed["items"]] == [1, 2, 3] and
                   listed["next"] is None, listed)
        self.check("a guess is marked as one",
                   listed["items"][1]["deadline_confirmed"] is False and
                   listed["items"][0]["deadline_confirmed"] is True, listed)

    def report(self):
        key = str(uuid.uuid4())
        params = {"key": key, "plan": self.plan, "item": 1, "percent": 40,
                  "note": "路面完成一半", "person": "周明",
                  "client_time": int(time.time() * 1000)}
        request = self.client.text("report.submit", params, "same")
        first = self.client.send(request)
        again = self.client.send(request)
        self.check("a report is stored",
                   json.loads(first).get("result", {}).get("item", {}).get(
                       "percent") == 40, first)
        self.check("a repeat has the same bytes", first == again, again)
        later = self.client.text("report.submit", dict(
            params, deadline_ms=int(time.time() * 1000) + 60000), "same")
        self.check("a deadline is no part of the content",
                   self.client.send(later) == first, later)
        self.refused("other content under the key is a conflict", "conflict",
                     "key", "report.submit", dict(params, percent=41))
        self.refused("an unknown member is named", "invalid", "persent",
                     "report.submit", dict(params, persent=1))
        self.refused("a request after its deadline is not done", "timeout",
                     None, "report.submit", dict(
                         params, key=str(uuid.uuid4()), deadline_ms=1))
        data = self.refused(
            "a fall needs a reason", "invalid", None, "report.submit",
            dict(params, key=str(uuid.uuid4()), percent=10))
        self.check("and the rule is named",
                   data.get("rule") == "fall_needs_reason", data)
        self.refused("an item that is not there is not found", "not_found",
                     "item", "report.submit", dict(
                         params, key=str(uuid.uuid4()), item=99))
        return json.loads(first)["result"]["sequence"]

    def follow(self, reported):
        follower = Follower(self.client, "all")
        digest, kinds, seen = bytes(32), [], {}
        for event in follower.events(0.5):
            number = int(event["sequence"])
            digest = chain(digest, number, event)
            seen[number] = event
            kinds.append(event["type"])
            self.check("an event is whole", event["stream"] == "all" and
                       event["specversion"] == "1.0" and
                       event["id"].rsplit("-", 1)[1] == event["sequence"],
                       event)
        self.check("the report is among the events",
                   seen[reported]["type"] == "jindu.report.submitted" and
                   seen[reported]["subject"] == self.plan + "/1" and
                   seen[reported]["data"]["percent_before"] == 0,
                   seen[reported])
        self.check("so is the plan", "jindu.plan.confirmed" in kinds, kinds)
        after, last = 0, {"ok": True, "next": 0}
        while last["next"] is not None and last["ok"]:
            last = self.client.call("audit.verify", {"after": after})
            after = last["next"]
        head = max(seen)
        if last["ok"] and follower.position == head:
            self.check("the daemon's chain ends as ours",
                       last["hash"] == digest.hex(), (last, digest.hex()))
        self.check("the daemon finds its chain whole", last["ok"], last)
        note = self.client.call("report.submit", {
            "key": str(uuid.uuid4()), "plan": self.plan, "item": 3,
            "no_change": True, "person": "郑小雨"})
        heard = list(follower.events(1))
        self.check("a new event is heard once", [
            event for event in heard
            if int(event["sequence"]) == note["sequence"]] == heard[:1] and
            len(heard) >= 1, heard)
        for event in heard:
            digest = chain(digest, int(event["sequence"]), event)
        follower.close()
        self.check("nothing was read twice", follower.restarts == [])

    def streams(self):
        name = "plan/" + self.plan
        follower = Follower(self.client, name)
        found = list(follower.events(0.3))
        follower.close()
        self.check("the plan's stream is dense from 1", [
            int(event["sequence"]) for event in found] ==
            list(range(1, len(found) + 1)) and found, found)
        self.check("it begins with the plan's confirmation", found and
                   found[0]["type"] == "jindu.plan.confirmed" and
                   found[0]["source"] == "/jindu/" + self.plan and
                   "subject" not in found[0], found[:1])
        page = self.client.call("stream.read", {
            "stream": name, "after": 0, "kinds": ["jindu.nothing."]})
        self.check("next moves over what kinds leave out",
                   page["events"] == [] and page["next"] == page["head"],
                   page)
        data = self.refused(
            "a position beyond the head is a reset", "reset", None,
            "stream.read", {"stream": name, "after": 10 ** 9})
        self.check("a reset says where to begin",
                   set(data) >= {"epoch", "head", "floor"}, data)
        self.refused("another epoch is a reset", "reset", None, "stream.read",
                     {"stream": name, "after": 0,
                      "epoch": str(uuid.uuid4())})
        empty = self.client.call("stream.read", {
            "stream": "person/nobody-" + self.plan, "after": 0})
        self.check("a stream without events has head 0",
                   empty["head"] == 0 and empty["events"] == [], empty)

    def run(self):
        self.hello()
        self.frames()
        self.load()
        reported = self.report()
        self.follow(reported)
        self.streams()
        self.client.close()
        print("%d passed, %d failed" % (self.passed, self.failed))
        return 1 if self.failed else 0


def main(arguments):
    if len(arguments) != 3 or arguments[2] != "selftest":
        print("usage: pyclient.py ENDPOINT selftest", file=sys.stderr)
        return 64
    try:
        return Selftest(arguments[1]).run()
    except Refusal as refusal:
        print("failed: refused: %s" % refusal.error)
        return 1
    except Silence as silence:
        print("no daemon answers at '%s'" % silence, file=sys.stderr)
        return 75


if __name__ == "__main__":
    sys.exit(main(sys.argv))
