#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""stops.py NAME DIRECTORY: one test with jindud_stops; stops.bats names them.

stop_point.c tells what JINDUD_STOP_AT does.
"""
import json
import os
import select
import signal
import sys
import uuid

import zmq

from house import LIMIT_S, Daemon, load_plan, read_all, report
from monitor import monitor_of

# A start that was killed is followed by one that passes the place later.
STARTS_MAX = 20


def killed(daemon):
    code = daemon.wait()
    assert code == -signal.SIGKILL, (code, daemon.log())


def prepared(directory, name):
    """A daemon with stop points, not running, on a state with a plan."""
    daemon = Daemon(directory, name, program=os.environ["JINDUD_STOPS"])
    client = daemon.start().client()
    load_plan(client, 1)
    client.close()
    assert daemon.stop() == 0
    return daemon


class Gate:
    """The FIFO of the action wait: one thread of the daemon stalls at it."""

    def __init__(self, directory):
        self.path = os.path.join(directory, "gate")
        os.mkfifo(self.path)
        self.bell = None
        self.hang()

    def hang(self):
        if self.bell is not None:
            os.close(self.bell)
        self.bell = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)

    def arrived(self, limit_s=LIMIT_S):
        found, _, _ = select.select([self.bell], [], [], limit_s)
        assert found, "nobody came to the gate"

    def open(self):
        os.close(os.open(self.path, os.O_WRONLY))


def start_before(daemon, place, gate=None):
    """Runs until it is ready; the next passage of place is the one: the end of
    the daemon, or its stall at the gate."""
    action = "kill" if gate is None else "wait=" + gate.path
    for number in range(1, STARTS_MAX):
        daemon.environment = {
            "JINDUD_STOP_AT": "%s:%d:%s" % (place, number, action)}
        daemon.spawn()
        if daemon.is_ready(None if gate is None else gate.bell):
            return
        if gate is None:
            killed(daemon)
        else:
            daemon.kill()
            gate.hang()
    raise AssertionError("never ready: " + daemon.log())


def start_again(daemon):
    daemon.environment = {}
    daemon.start()
    return daemon.client()


def send_and_forget(context, daemon, key):
    """The answer never comes."""
    dealer = context.socket(zmq.DEALER)
    dealer.setsockopt(zmq.LINGER, 0)
    dealer.connect(daemon.endpoint)
    dealer.send(daemon.client().text("report.submit", {
        "key": key, "plan": "house", "item": 1, "percent": 40, "note": key}))
    return dealer


def notes(client):
    return [event["data"]["note"] for event in read_all(client)
            if event["type"] == "jindu.report.submitted"]


def around_commit(directory):
    context = zmq.Context()
    for place, stored in (("before_commit", []), ("after_commit", ["key"])):
        daemon = prepared(directory, place)
        start_before(daemon, place)
        key = str(uuid.uuid4())
        dealer = send_and_forget(context, daemon, key)
        killed(daemon)
        dealer.close()
        client = start_again(daemon)
        assert notes(client) == [key for _ in stored], place
        report(client, note=key, key=key)
        assert notes(client) == [key], place
        client.close()
        assert daemon.stop() == 0
    context.destroy(0)


def around_publish(directory):
    context = zmq.Context()
    for place in ("before_publish", "after_publish"):
        daemon = prepared(directory, place)
        start_before(daemon, place)
        sub = context.socket(zmq.SUB)
        sub.setsockopt(zmq.LINGER, 0)
        sub.connect("ipc://%s/events" % daemon.sockets)
        sub.setsockopt(zmq.SUBSCRIBE, b"all/")
        sub.recv_multipart()  # the beat: the subscription is known
        key = str(uuid.uuid4())
        dealer = send_and_forget(context, daemon, key)
        killed(daemon)
        if place == "before_publish":
            assert not sub.poll(0), "it was published"
        dealer.close()
        sub.close()
        client = start_again(daemon)
        assert notes(client) == [key], place
        client.close()
        assert daemon.stop() == 0
    context.destroy(0)


def inside_sqlite(directory):
    daemon = prepared(directory, "one")
    # The checkpoint of a stop in order.
    start_before(daemon, "in_checkpoint")
    keys = [str(uuid.uuid4()) for _ in range(3)]
    client = daemon.client()
    for key in keys:
        report(client, note=key, key=key)
    client.close()
    daemon.process.send_signal(signal.SIGTERM)
    killed(daemon)
    # That left a WAL to recover; killed at every read of it.
    for number in range(1, 1000):
        daemon.environment = {"JINDUD_STOP_AT": "in_recovery:%d" % number}
        daemon.spawn()
        if daemon.is_ready():
            break
        killed(daemon)
    assert number > len(keys), "only %d reads of the WAL" % number
    client = daemon.client()
    assert notes(client) == keys
    client.close()
    assert daemon.stop() == 0


STALL_MS = 10000  # what a disk may take that is about to fail
IN_FLIGHT = 64  # PROTOCOL.md 2: unanswered requests of one connection
WAITING = 4096  # and of all


def dealer_of(context, daemon):
    dealer = context.socket(zmq.DEALER)
    dealer.setsockopt(zmq.LINGER, 0)
    dealer.setsockopt(zmq.RCVTIMEO, LIMIT_S * 1000)
    dealer.connect(daemon.endpoint)
    return dealer


def writes(client, count, **members):
    """A message of count reports, and their notes."""
    keys = [str(uuid.uuid4()) for _ in range(count)]
    return keys, json.dumps([json.loads(client.text("report.submit", dict(
        members, key=key, plan="house", item=1, note=key), number))
        for number, key in enumerate(keys)]).encode()


def trap26_stalled_writer(directory):
    daemon = prepared(directory, "one")
    gate = Gate(directory)
    start_before(daemon, "before_commit", gate)
    context = zmq.Context()
    client = daemon.client()
    stored = []

    # One report stalls the writer in its COMMIT.
    first = dealer_of(context, daemon)
    monitor = monitor_of(first, zmq.EVENT_DISCONNECTED)
    keys, text = writes(client, 1)
    stored += keys
    first.send(text)
    gate.arrived()

    before = client.call("server.status")["counters"]["requests"]

    # What comes is taken up to the bound of a connection, then busy at once.
    # One message will be too late when the writer goes on.
    now = client.call("server.status")["clock"]["now"]
    late = dealer_of(context, daemon)
    expired, text = writes(client, 8, deadline_ms=now + 1000)
    late.send(text)
    second = dealer_of(context, daemon)
    keys, text = writes(client, IN_FLIGHT)
    stored += keys
    second.send(text)
    second.send(writes(client, 1)[1])
    busy(second)
    # And up to the bound of all, from many connections; reads have room left.
    room = WAITING - 1 - len(expired) - IN_FLIGHT
    dealers = []
    while room > IN_FLIGHT:
        dealers.append(dealer_of(context, daemon))
        keys, text = writes(client, IN_FLIGHT)
        dealers[-1].send(text)
        stored += keys
        room -= IN_FLIGHT
    assert 1 < room < IN_FLIGHT
    taken(client, before, WAITING - 1 - room)
    third = dealer_of(context, daemon)
    third.send(writes(client, IN_FLIGHT)[1])
    busy(third)

    # Nobody is cut, whatever the time; reads go on.
    assert not monitor.poll(STALL_MS), "a connection was cut"
    assert client.call("server.status")["clock"]["now"] > now + STALL_MS - 1
    assert not notes(client)
    gate.open()
    for dealer in [first, second] + dealers:
        for answer in json.loads(dealer.recv()):
            assert "result" in answer, answer
    for answer in json.loads(late.recv()):
        assert answer["error"]["data"]["status"] == "timeout", answer
    assert sorted(notes(client)) == sorted(stored)
    first.disable_monitor()
    context.destroy(0)
    assert daemon.stop() == 0


def busy(dealer):
    for answer in json.loads(dealer.recv()):
        data = answer["error"]["data"]
        assert data["status"] == "busy" and data["retry_after_ms"] > 0, data


def taken(client, before, count):
    """Until the daemon has taken so many requests beside these calls."""
    found, calls = 0, 0
    while found < count + calls:
        calls += 1
        counters = client.call("server.status")["counters"]
        found = counters["requests"] - before


def senseless_points(directory):
    for number, text in enumerate((
            "", "nowhere:1", "after_commit", "after_commit:0",
            "after_commit:1:dance", "after_commit:1:wait=fifo")):
        daemon = Daemon(directory, "refused%d" % number,
                        program=os.environ["JINDUD_STOPS"],
                        environment={"JINDUD_STOP_AT": text})
        daemon.spawn()
        assert daemon.wait() == -signal.SIGABRT, text
        assert "jindud_stops: no " in daemon.log()


def main(arguments):
    name, directory = arguments
    globals()[name](directory)


if __name__ == "__main__":
    main(sys.argv[1:])
