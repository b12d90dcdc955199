#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""peers.py NAME DIRECTORY: one test with a real daemon; peers.bats names them.

What peers do to a daemon, and to each other through it.
"""
import datetime
import json
import os
import resource
import select
import signal
import socket
import statistics
import subprocess
import sys
import uuid

import zmq

from house import LIMIT_S, Daemon, die_with_parent, load_plan, read_all, report
from pyclient import Refusal, draft_digest
from stops import Gate, start_before

LIMIT_MS = LIMIT_S * 1000

# Writes in arrays of 64 on several connections, as fast as they are taken,
# and reads no answer.  A line on stdout: the flood has begun.
FLOOD = """
import json, sys, uuid, zmq
# Made once but for 8 digits of each key: a daemon reads slower than that.
text = json.dumps([{
    "jsonrpc": "2.0", "id": n, "method": "report.submit", "params": {
        "key": "XXXXXXXX" + str(uuid.uuid4())[8:], "plan": "house", "item": 2,
        "note": "flood"}} for n in range(64)]).encode()
context = zmq.Context()
dealers = []
for _ in range(int(sys.argv[2])):
    dealer = context.socket(zmq.DEALER)
    dealer.setsockopt(zmq.LINGER, 0)
    dealer.setsockopt(zmq.RCVHWM, 1)
    dealer.connect(sys.argv[1])
    dealers.append(dealer)
poller = zmq.Poller()
for dealer in dealers:
    poller.register(dealer, zmq.POLLOUT)
sent = 0
while True:
    for dealer, _ in poller.poll():
        dealer.send(text.replace(b"XXXXXXXX", b"%08x" % sent))
        sent += 1
        if sent == 1000:
            print("begun", flush=True)
"""
FLOOD_PEERS = 4
BATCH = 64  # PROTOCOL.md 2: requests in an array, and unanswered of one peer


def counters(client):
    return client.call("server.status")["counters"]


def dealer_of(context, daemon, high_water=None):
    dealer = context.socket(zmq.DEALER)
    dealer.setsockopt(zmq.LINGER, 0)
    if high_water:
        dealer.setsockopt(zmq.RCVHWM, high_water)
        dealer.setsockopt(zmq.RCVBUF, 4096)
    dealer.connect(daemon.endpoint)
    return dealer


def report_text(client, key, number, item=1):
    return client.text("report.submit", {
        "key": key, "plan": "house", "item": item, "note": key}, number)


def alive(daemon):
    """How often the watchdog's timer and the writer said so since."""
    count = 0
    while select.select([daemon.notices], [], [], 0)[0]:
        count += "WATCHDOG=1" in daemon.notices.recv(4096).decode()
    return count


def trap3_flood(directory):
    daemon = Daemon(directory, environment={"WATCHDOG_USEC": "200000"})
    daemon.start()
    client = daemon.client()
    load_plan(client, 2)
    flood = subprocess.Popen(
        [sys.executable, "-c", FLOOD, daemon.endpoint, str(FLOOD_PEERS)],
        stdout=subprocess.PIPE, preexec_fn=die_with_parent)
    assert flood.stdout.readline() == b"begun\n"

    # Two reports sent together: how many of the flood come between them is
    # how long an honest request waits.
    context = zmq.Context()
    dealer = dealer_of(context, daemon)
    between = []
    told = 0
    while len(between) < 30 or told < 3:
        told += alive(daemon)
        for number in ("a", "b"):
            dealer.send(report_text(client, str(uuid.uuid4()), number))
        found = {}
        for _ in range(2):
            assert dealer.poll(LIMIT_MS), "an honest report waits for ever"
            answer = json.loads(dealer.recv())
            found[answer["id"]] = answer["result"]["sequence"]
        between.append(abs(found["b"] - found["a"]) - 1)
    print("between two reports: %s" % sorted(between))
    assert statistics.median(between) <= FLOOD_PEERS * BATCH, between
    assert counters(client)["refused"]["busy"] > 0, "that was no flood"

    daemon.reload()
    assert counters(client)["reloads"] == 1
    daemon.process.send_signal(signal.SIGTERM)
    daemon.told("STOPPING=1")
    assert flood.poll() is None, "the flood ended before the daemon"
    assert daemon.wait() == 0, daemon.log()
    flood.kill()
    flood.wait()
    context.destroy(0)


def trap8_gone(directory):
    daemon = Daemon(directory, program=os.environ["JINDUD_STOPS"]).start()
    client = daemon.client()
    load_plan(client, 1)
    client.close()
    assert daemon.stop() == 0
    gate = Gate(directory)
    start_before(daemon, "before_commit", gate)
    client = daemon.client()
    client.call("server.hello", {})
    context = zmq.Context()
    dealer = dealer_of(context, daemon)
    key = str(uuid.uuid4())
    text = report_text(client, key, "1")
    dealer.send(text)
    gate.arrived()
    connections = counters(client)["connections"]
    dealer.close()
    while counters(client)["connections"] == connections:
        pass  # the daemon has not heard of it yet
    gate.open()
    while counters(client)["replies_dropped"] == 0:
        pass
    first = json.loads(client.send(text))["result"]
    assert json.loads(client.send(text))["result"] == first
    assert [event["data"].get("note") for event in read_all(client)].count(
        key) == 1
    assert counters(client)["replies_dropped"] == 1
    context.destroy(0)
    assert daemon.stop() == 0


def trap8_full(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 1)
    context = zmq.Context()
    deaf = dealer_of(context, daemon, high_water=1)
    # Until all that is between here and there is full.
    sent = 0
    while counters(client)["replies_dropped"] == 0:
        for _ in range(50):
            deaf.send(client.text("server.hello", {}, str(sent)))
            sent += 1
        assert sent < 20000, "nothing was dropped"
    key = str(uuid.uuid4())
    text = report_text(client, key, "1")
    deaf.send(text)
    found = []
    while not found:
        found = [int(event["sequence"]) for event in read_all(client)
                 if event["data"].get("note") == key]
    # Others are served, and the same request again has the stored answer.
    result = json.loads(client.send(text))["result"]
    assert result["sequence"] == found[0]
    assert client.call("server.status")["sequence"] == found[0]
    assert counters(client)["replies_dropped"] >= 2
    context.destroy(0)
    assert daemon.stop() == 0


FILES = 1024
WAVE = 150
WAVES = 12


def knock(path, raw):
    """A connection that says nothing, if it can be had now."""
    one = socket.socket(socket.AF_UNIX)
    try:
        one.connect(path)
        raw.append(one)
    except OSError:  # between the cut and the next bind
        one.close()


def trap19_descriptors(directory):
    daemon = Daemon(directory, files=FILES).start()
    old = daemon.client()
    load_plan(old, 1)
    context = zmq.Context()
    sub = context.socket(zmq.SUB)
    sub.setsockopt(zmq.LINGER, 0)
    sub.connect("ipc://%s/events" % daemon.sockets)
    sub.setsockopt(zmq.SUBSCRIBE, b"all/")
    assert sub.poll(LIMIT_MS)
    raw = []
    for name in ("requests", "events"):
        before = len(raw)
        while len(raw) < before + WAVES * WAVE:
            for _ in range(WAVE):
                knock(os.path.join(daemon.sockets, name), raw)
            # The loop has turned since: it is alive, and serves.
            head = report(old)["sequence"]
    assert len(raw) > FILES
    found = counters(old)
    print(found)
    assert found["floods"] >= 2, found
    assert found["connections"] < FILES / 2, found
    # The follower comes back by itself and hears where the stream stands.
    last = 0
    while last < head:
        assert sub.poll(LIMIT_MS), "the follower was left behind"
        body = json.loads(sub.recv_multipart()[1])
        last = int(body.get("sequence") or body["beat"]["head"])
    for one in raw:
        one.close()
    while counters(old)["connections"] > 3:
        pass  # they leave one by one
    settled = counters(old)["floods"]
    new = daemon.client()
    assert report(new)["sequence"] == head + 1
    assert counters(new)["floods"] == settled
    context.destroy(0)
    assert daemon.stop() == 0


def load_units(client, units):
    """A plan with an item for each unit, due today."""
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    items = [{"no": no, "category": "", "name": "事项%d" % no,
              "target": "完成", "units": [unit], "persons": [], "leaders": [],
              "deadline": today} for no, unit in enumerate(units, 1)]
    draft = str(uuid.uuid4())
    client.call("plan.load", {
        "key": str(uuid.uuid4()), "plan": "units", "draft": draft, "part": 1,
        "last": True, "items": items,
        "head": {"title": "试验", "year": 2026, "source": "0f" * 32}})
    client.call("plan.confirm", {
        "key": str(uuid.uuid4()), "plan": "units", "draft": draft,
        "digest": draft_digest(items)})


def work_today(directory):
    """A folder with the calendar by which today is a working day."""
    folder = os.path.join(directory, "calendar")
    os.makedirs(folder)
    today = datetime.datetime.now(datetime.timezone.utc).date()
    weekend = [{"name": "补班", "date": today.isoformat(), "isOffDay": False}]
    with open(os.path.join(folder, "%d.json" % today.year), "w",
              encoding="utf-8") as file:
        json.dump({"year": today.year, "papers": ["通知"],
                   "days": weekend if today.weekday() > 4 else []}, file)
    return folder


def refused(client, method, params):
    try:
        client.call(method, params)
    except Refusal as refusal:
        return refusal.data
    raise AssertionError("%s %s was accepted" % (method, params))


def trap24_topics(directory):
    daemon = Daemon(directory)
    daemon.configure("[office]\nzone = UTC\n",
                     calendar=work_today(directory))
    client = daemon.start().client()
    context = zmq.Context()
    subs = {}
    for topic in (b"unit/7/", b"unit/70/"):
        subs[topic] = context.socket(zmq.SUB)
        subs[topic].setsockopt(zmq.LINGER, 0)
        subs[topic].connect("ipc://%s/events" % daemon.sockets)
        subs[topic].setsockopt(zmq.SUBSCRIBE, topic)
    # Topics at and over what ZMTP's subscribe command can hold.
    long = context.socket(zmq.SUB)
    long.setsockopt(zmq.LINGER, 0)
    long.connect("ipc://%s/events" % daemon.sockets)
    for length in (126, 127, 245, 246, 255, 256, 1000):
        long.setsockopt(zmq.SUBSCRIBE, b"unit/" + b"x" * (length - 5))
    while counters(client)["subscriptions"] < 2:
        pass
    load_units(client, ["7", "70"])
    for topic, sub in subs.items():
        heads = {}
        while True:
            assert sub.poll(LIMIT_MS), "%r hears nothing" % topic
            name, body = sub.recv_multipart()
            assert name == topic, (name, topic)
            body = json.loads(body)
            if body.get("type") == "jindu.notice.today":
                assert body["stream"] == topic.decode()[:-1]
                heads[name] = int(body["sequence"])
                break
        page = client.call("stream.read", {
            "stream": topic.decode()[:-1], "after": 0})
        assert page["head"] == heads[topic]
    # What would not fit a topic is no name of anything.
    for length in (121, 245, 246, 250, 255, 256):
        unit = "x" * length
        data = refused(client, "stream.read", {
            "stream": "unit/" + unit, "after": 0})
        assert data["status"] == "invalid" and data["field"] == "stream", data
        try:
            load_units(client, [unit])
            raise AssertionError("a unit of %d bytes was taken" % length)
        except Refusal as refusal:
            assert refusal.data["field"] == "items[0].units[0]"
    for stream in ("unit/7/", "unit/", "unit", "/unit/7", "all/", ""):
        data = refused(client, "stream.read", {"stream": stream, "after": 0})
        assert data["status"] == "invalid" and data["field"] == "stream", data
    context.destroy(0)
    assert daemon.stop() == 0


def main(arguments):
    name, directory = arguments
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    globals()[name](directory)


if __name__ == "__main__":
    main(sys.argv[1:])
