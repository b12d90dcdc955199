#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""bounds.py NAME DIRECTORY: one test with a real daemon; bounds.bats names them.

What a peer may cost: requests of one principal, subscriptions, connections.
"""
import json
import os
import re
import socket
import subprocess
import sys
import tempfile

from house import LIMIT_S, Daemon, die_with_parent, load_plan, report
from pyclient import Follower

LIMIT_MS = LIMIT_S * 1000

# As a user that is not root: arrays of 64 requests on one connection, until a
# line comes on stdin; then, how many were served and how many busy.
FLOOD = """
import json, os, select, sys, time, zmq
os.setgroups([]); os.setgid(os.getgid()); os.setuid(12345)
text = json.dumps([{"jsonrpc": "2.0", "id": n, "method": "server.hello"}
                   for n in range(64)]).encode()
dealer = zmq.Context().socket(zmq.DEALER)
dealer.setsockopt(zmq.LINGER, 0)
dealer.connect(sys.argv[1])
begun = time.monotonic()
counts = {"taken": 0, "busy": 0, "waits": []}
while True:
    dealer.send(text)
    if not dealer.poll(int(sys.argv[2])):
        sys.exit("no answer")
    answers = json.loads(dealer.recv())
    error = answers[0].get("error", {}).get("data", {})
    if error.get("status") == "busy":
        if counts["busy"] == 0:
            print("busy", flush=True)
        counts["busy"] += len(answers)
        counts["waits"].append(error["retry_after_ms"])
    else:
        counts["taken"] += len(answers)
    if select.select([sys.stdin], [], [], 0)[0]:
        break
counts["seconds"] = time.monotonic() - begun
print(json.dumps(counts))
"""

# As another user: one request after the other; the statuses it met.
HONEST = """
import json, os, sys, zmq
os.setgroups([]); os.setgid(os.getgid()); os.setuid(12346)
dealer = zmq.Context().socket(zmq.DEALER)
dealer.setsockopt(zmq.LINGER, 0)
dealer.connect(sys.argv[1])
for number in range(200):
    dealer.send(json.dumps({"jsonrpc": "2.0", "id": number,
                            "method": "server.hello"}).encode())
    if not dealer.poll(int(sys.argv[2])):
        sys.exit("no answer")
    answer = json.loads(dealer.recv())
    if "result" not in answer:
        sys.exit(json.dumps(answer))
"""


# Subscribers of 6,000 topics each, which share no beginning.  Whoever is cut
# comes back and asks again.
SUBSCRIBERS = """
import os, sys, zmq
context = zmq.Context()
poller = zmq.Poller()
subs = []
for _ in range(int(sys.argv[2])):
    sub = context.socket(zmq.SUB)
    sub.setsockopt(zmq.LINGER, 0)
    sub.setsockopt(zmq.SNDHWM, 0)
    sub.connect(sys.argv[1])
    poller.register(sub, zmq.POLLIN)
    subs.append(sub)
for _ in range(6000):
    for sub in subs:
        topic = "person/%s/" % os.urandom(50).hex()
        sub.setsockopt(zmq.SUBSCRIBE, topic.encode())
    for sub, _ in poller.poll(0):
        sub.recv_multipart()
while True:
    for sub, _ in poller.poll():
        sub.recv_multipart()
"""
GROWTH_KIB = 64 * 1024
FLOODS = 8


def as_user(text, daemon):
    return subprocess.Popen(
        [sys.executable, "-c", text, daemon.endpoint, str(LIMIT_MS)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        preexec_fn=die_with_parent)


def only_root():
    if os.geteuid() != 0:
        print("skipped: only root can be somebody else")
        sys.exit(77)


def trap3_rate(_):
    only_root()
    # Not in the test's own directory: others may not pass through that.
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        rate_of_a_principal(directory)


def rate_of_a_principal(directory):
    daemon = Daemon(directory, config="[uid.12345]\nrole = observer\n"
                    "[uid.12346]\nrole = observer\n").start()
    os.chmod(daemon.directory, 0o755)
    flood = as_user(FLOOD, daemon)
    assert flood.stdout.readline() == "busy\n", "never busy"
    honest = as_user(HONEST, daemon)
    assert honest.wait(LIMIT_S) == 0, "somebody else had to wait"
    assert flood.poll() is None
    flood.stdin.write("enough\n")
    flood.stdin.flush()
    counts = json.loads(flood.stdout.readline())
    assert flood.wait(LIMIT_S) == 0
    # A burst, and the rate for as long as it lasted.
    assert counts["taken"] <= 2000 * (counts["seconds"] + 1), counts
    assert counts["busy"] > 0 and min(counts["waits"]) >= 1, counts
    assert max(counts["waits"]) <= 32, counts  # 64 requests' share
    # admin is exempt.
    client = daemon.client()
    text = json.dumps([json.loads(client.text("server.hello", {}, n))
                       for n in range(64)]).encode()
    for _ in range(40):
        answers = json.loads(
            client.exchange(text, lambda found: isinstance(found, list)))
        assert "result" in answers[0], answers[0]
    status = client.call("server.status")["counters"]
    assert status["busy"]["rate"] == counts["busy"] / 64, status
    assert daemon.stop() == 0


def proportional_kib(pid):
    with open("/proc/%d/smaps_rollup" % pid, encoding="ascii") as file:
        return int(re.search(r"Pss:\s+(\d+)", file.read()).group(1))


def subscriptions_are_bounded(directory):
    # A sanitizer keeps what was freed, and needs seconds where libzmq walks its
    # topics for a peer that goes.
    slow = os.environ.get("JINDU_SANITIZE")
    options = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
    limit = (3 if slow else 1) * GROWTH_KIB
    with tempfile.TemporaryDirectory(dir=directory) as own:
        daemon = Daemon(own, environment={"ASAN_OPTIONS": options}).start()
        client = daemon.client()
        load_plan(client, 1)
        follower = Follower(daemon.client(), "all")
        heard = [event["type"] for event in follower.events(0.1)]
        before = proportional_kib(daemon.process.pid)
        flood = subprocess.Popen(
            [sys.executable, "-c", SUBSCRIBERS,
             "ipc://%s/events" % daemon.sockets, "4" if slow else "20"],
            preexec_fn=die_with_parent)
        head = floods = 0
        while floods < FLOODS:
            head = report(client)["sequence"]
            floods = client.call(
                "server.status")["counters"]["subscription_floods"]
            grown = proportional_kib(daemon.process.pid) - before
            assert grown < limit, "%d KiB more for subscriptions" % grown
            heard += [event["type"] for event in follower.events(0.001)]
        assert flood.poll() is None
        flood.kill()
        flood.wait()
        # The follower was cut as often, and comes back by itself.
        while len(heard) < head:
            heard += [event["type"] for event in follower.events(LIMIT_S)]
        assert len(heard) == head, (len(heard), head)
        assert "all peers are cut" in daemon.log()
        assert daemon.stop() == 0
        print("%d KiB more, %d cuts, %d events" % (grown, floods, head))


def counters(client):
    return client.call("server.status")["counters"]


def failed_handshakes_are_counted(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    assert counters(client)["handshakes_failed"] == 0
    # What is no ZMTP, and what leaves before it said anything.
    for number in range(40):
        for name in ("requests", "events"):
            raw = socket.socket(socket.AF_UNIX)
            raw.connect(os.path.join(daemon.sockets, name))
            if number % 2:
                raw.sendall(b"\xff" * 64)
            raw.close()
    while counters(client)["handshakes_failed"] < 80:
        pass  # libzmq tells of them one by one
    while counters(client)["connections"] > 1:
        pass
    found = counters(client)
    assert found["handshakes_failed"] == 80, found
    # Whoever says nothing is cut after 5 s.
    raw = socket.socket(socket.AF_UNIX)
    raw.connect(os.path.join(daemon.sockets, "requests"))
    raw.settimeout(LIMIT_S)
    while raw.recv(64):
        pass
    while counters(client)["handshakes_failed"] < 81:
        pass
    assert daemon.stop() == 0


def few_descriptors_are_told(directory):
    daemon = Daemon(directory, "few", files=1024).start()
    assert daemon.stop() == 0
    assert "only 1024 open files are allowed" in daemon.log(), daemon.log()
    daemon = Daemon(directory, "enough", files=8192).start()
    assert daemon.stop() == 0
    assert "open files" not in daemon.log(), daemon.log()


def main(arguments):
    name, directory = arguments
    globals()[name](directory)


if __name__ == "__main__":
    main(sys.argv[1:])
