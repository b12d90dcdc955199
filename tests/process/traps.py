#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""traps.py NAME DIRECTORY: one test with real daemons; traps.bats names them.

A trap is something that ZeroMQ, SQLite or a kernel does and nobody expects.
"""
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import uuid

import zmq

from house import LIMIT_S, Daemon, load_plan, read_all, report
from monitor import monitor_of
from pyclient import Follower, Refusal, canonical

LIMIT_MS = LIMIT_S * 1000


def subscriber(context, daemon, topic, high_water=0):
    sub = context.socket(zmq.SUB)
    sub.setsockopt(zmq.LINGER, 0)
    if high_water:
        sub.setsockopt(zmq.RCVHWM, high_water)
        sub.setsockopt(zmq.RCVBUF, 4096)
    sub.connect("ipc://%s/events" % daemon.sockets)
    sub.setsockopt(zmq.SUBSCRIBE, topic)
    return sub


def told(sub):
    """('event', sequence) or ('beat'|'bye', head)."""
    body = json.loads(sub.recv_multipart()[1])
    if "specversion" in body:
        return "event", int(body["sequence"])
    kind = "beat" if "beat" in body else "bye"
    return kind, body[kind]["head"]


def refused_start(daemon, code, *words):
    daemon.spawn()
    assert daemon.wait() == code, daemon.log()
    for word in words:
        assert word in daemon.log(), (word, daemon.log())


def trap7_stolen_routing_id(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    context = zmq.Context()
    victim = context.socket(zmq.DEALER)
    thief = context.socket(zmq.DEALER)
    for dealer in (victim, thief):
        dealer.setsockopt(zmq.LINGER, 0)
        dealer.setsockopt(zmq.ROUTING_ID, b"mine")
    victim.connect(daemon.endpoint)
    victim.send(client.text("server.hello", {}, "1"))
    assert victim.poll(LIMIT_MS)
    victim.recv()
    monitor = monitor_of(thief, zmq.EVENT_HANDSHAKE_SUCCEEDED)
    thief.connect(daemon.endpoint)
    assert monitor.poll(LIMIT_MS)
    # The name is taken: the second one is not heard and hears nothing.
    thief.send(client.text("server.hello", {}, "2"))
    for number in range(20):
        victim.send(client.text("server.hello", {}, "v%d" % number))
        assert victim.poll(LIMIT_MS)
        assert json.loads(victim.recv())["id"] == "v%d" % number
    assert not thief.poll(0)
    thief.disable_monitor()
    context.destroy(0)
    assert daemon.stop() == 0


def trap18_second_daemon(directory):
    first = Daemon(directory, "one").start()
    pid = first.process.pid
    # The same state.
    second = Daemon(directory, "two")
    second.state = first.state
    refused_start(second, 73, "another jindud (pid %d)" % pid, first.state)
    # Another state, the same sockets.
    third = Daemon(directory, "three", sockets=first.sockets)
    refused_start(third, 73, "another jindud (pid %d)" % pid, first.sockets)
    assert not os.path.exists(third.state + "/jindu.db")
    # The first one was not disturbed.
    assert first.client().call("server.hello", {})["protocol"] == 1
    assert first.stop() == 0


def trap18_file_at_the_path(directory):
    for name in ("requests", "events"):
        daemon = Daemon(directory, name)
        os.makedirs(daemon.sockets, 0o750)
        path = os.path.join(daemon.sockets, name)
        with open(path, "w", encoding="ascii") as file:
            file.write("precious")
        refused_start(daemon, 73, path)
        with open(path, encoding="ascii") as file:
            assert file.read() == "precious"
        os.unlink(path)
        # A socket that a killed daemon left is no hindrance.
        daemon.start().kill()
        assert os.path.exists(path)
        daemon.start()
        assert daemon.stop() == 0
        assert not os.path.exists(path)


def reports_in_batches(client, count, note):
    """count reports, so many in a frame as fit."""
    done = 0
    while done < count:
        frame = [json.loads(client.text("report.submit", {
            "key": str(uuid.uuid4()), "plan": "house", "item": 1,
            "percent": 40, "note": note}, number))
            for number in range(min(32, count - done))]
        answers = json.loads(client.exchange(
            canonical(frame), lambda found: isinstance(found, list)))
        for answer in answers:
            assert "result" in answer, answer
        done += len(frame)
        last = answers[-1]["result"]["sequence"]
    return last


def trap20_lost_tail(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 1)
    context = zmq.Context()
    sub = subscriber(context, daemon, b"all/", high_water=1)
    assert sub.poll(LIMIT_MS)
    assert told(sub)[0] == "beat"
    # More than all buffers between here and there hold.
    head = reports_in_batches(client, 3000, "实" * 500)
    position = 0
    kind = None
    while (kind, position) != ("beat", head):
        if not sub.poll(500):
            # Nothing more comes: subscribe anew, and a beat must answer.
            sub.setsockopt(zmq.UNSUBSCRIBE, b"all/")
            sub.setsockopt(zmq.SUBSCRIBE, b"all/")
            continue
        kind, number = told(sub)
        if kind == "event":
            assert number > position
            position = number
            assert number < head, "the tail was not lost: nothing is shown"
        elif number == head:
            break
    missed = read_all(client, "all", position)
    assert len(missed) == head - position > 0
    assert int(missed[-1]["sequence"]) == head
    assert client.call("server.status")["sequence"] == head
    context.destroy(0)
    assert daemon.stop() == 0


def trap21_subscribe_race(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 1)
    context = zmq.Context()
    joined = []
    ended = threading.Event()
    heads = []

    def burst():
        own = daemon.client()
        while not ended.is_set():
            heads.append(report(own)["sequence"])
        own.close()

    thread = threading.Thread(target=burst)
    thread.start()
    for _ in range(200):
        joined.append(subscriber(context, daemon, b"all/"))
    ended.set()
    thread.join()
    head = heads[-1]
    # And some after the last report, at once after each other.
    for _ in range(20):
        joined.append(subscriber(context, daemon, b"all/"))
    # Silence.  Whoever joined before, during or after the last report is to
    # learn of it, long before the beat of every 30 s.
    for sub in joined:
        number = 0
        while number < head:
            assert sub.poll(10000), "a follower was left behind"
            number = max(number, told(sub)[1])
        assert number == head
    context.destroy(0)
    client.close()
    assert daemon.stop() == 0


def trap22_kill_loop(directory):
    daemon = Daemon(directory)
    heard = []
    acked = []
    position, epoch = 0, None
    for cycle in range(6):
        daemon.start()
        client = daemon.client()
        if cycle == 0:
            load_plan(client, 1)
        follower = Follower(client, "all", position, epoch)
        follower.open()
        for number in range(40):
            key = str(uuid.uuid4())
            report(client, note=key, key=key)
            acked.append(key)
            if number == 20 * (cycle % 3):
                for event in follower.pages():  # slow: now and then only
                    heard.append(event)
        position, epoch = follower.position, follower.epoch
        follower.close()
        client.close()
        daemon.kill()
    daemon.start()
    client = daemon.client()
    follower = Follower(client, "all", position, epoch)
    heard += list(follower.pages())
    assert not follower.restarts
    assert [int(event["sequence"]) for event in heard] == \
        list(range(1, follower.position + 1))
    assert len({event["id"] for event in heard}) == len(heard)
    notes = [event["data"]["note"] for event in heard
             if event["type"] == "jindu.report.submitted"]
    assert notes == acked
    client.close()
    assert daemon.stop() == 0


def resident_kib(pid):
    with open("/proc/%d/status" % pid, encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1))


def raw_dealer(context, daemon):
    dealer = context.socket(zmq.DEALER)
    dealer.setsockopt(zmq.LINGER, 0)
    dealer.connect(daemon.endpoint)
    return dealer


def still_served(daemon):
    client = daemon.client()
    assert client.call("server.hello", {})["protocol"] == 1
    client.close()


def trap25_rude_peers(directory):
    daemon = Daemon(directory).start()
    context = zmq.Context()
    honest = daemon.client()
    honest.call("server.hello", {})
    before = resident_kib(daemon.process.pid)

    # A frame over the bound cuts the connection, which then is a new one.
    dealer = raw_dealer(context, daemon)
    monitor = monitor_of(dealer, zmq.EVENT_DISCONNECTED)
    dealer.send(b"x" * 65537)
    assert monitor.poll(LIMIT_MS), "an oversize frame was taken"
    dealer.disable_monitor()
    dealer.close()

    # The largest frame is read, and is no JSON.
    dealer = raw_dealer(context, daemon)
    dealer.send(b"x" * 65536)
    assert json.loads(dealer.recv())["error"]["data"]["status"] == "malformed"

    # Very many parts: one refusal.
    dealer.send_multipart([b"part"] * 100000)
    assert dealer.poll(LIMIT_MS)
    answer = json.loads(dealer.recv())
    assert answer["id"] is None
    assert answer["error"]["data"]["status"] == "invalid_request"
    # No part at all, and a delimiter alone.
    for parts in ([b""], [b"", b""]):
        dealer.send_multipart(parts)
        answer = json.loads(dealer.recv_multipart()[-1])
        assert answer["error"]["data"]["status"] == "malformed", answer
    still_served(daemon)

    # Whatever a peer pushes into the event socket.
    xsub = context.socket(zmq.XSUB)
    xsub.setsockopt(zmq.LINGER, 0)
    xsub.connect("ipc://%s/events" % daemon.sockets)
    for junk in (b"\x05junk", b"", b"\x02", b"\x01" + b"t" * 240,
                 b"\x00never", b"\x01" + b"\xff" * 100):
        xsub.send(junk)
    xsub.send(b"\x01" + b"t" * 2000)

    # Bytes that are no ZMTP, on both sockets.
    for name in ("requests", "events"):
        for junk in (b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 64, b"",
                     b"\xff" + b"\0" * 8 + b"\x7f\x03" + b"\0" * 53 +
                     b"\x04\xff" * 500):
            raw = socket.socket(socket.AF_UNIX)
            raw.connect(os.path.join(daemon.sockets, name))
            raw.sendall(junk)
            raw.close()
    still_served(daemon)

    grown = resident_kib(daemon.process.pid) - before
    limit = 400 * 1024 if os.environ.get("JINDU_SANITIZE") else 200 * 1024
    assert grown < limit, "%d KiB more" % grown
    assert honest.call("server.hello", {})["protocol"] == 1
    context.destroy(0)
    assert daemon.stop() == 0


def trap9_answer_lost(directory):
    """The change is on disk, the answer never arrives, the daemon is gone."""
    daemon = Daemon(directory).start()
    load_plan(daemon.client(), 3)
    context = zmq.Context()
    for round_ in range(20):
        client = daemon.client()
        head = client.call("stream.read", {"stream": "all", "after": 0,
                                           "limit": 1})["head"]
        params = {"key": str(uuid.uuid4()), "plan": "house", "item": 1,
                  "note": "第%d次" % round_}
        deaf = context.socket(zmq.DEALER)
        deaf.setsockopt(zmq.LINGER, 1000)
        deaf.connect(daemon.endpoint)
        deaf.send(client.text("report.submit", params, "1"))
        page = {"events": []}
        while not page["events"]:
            page = client.call("stream.read", {"stream": "all",
                                               "after": head})
        daemon.kill()
        deaf.close(0)

        daemon.start()
        client = daemon.client()
        first = client.call("report.submit", params)
        assert first["sequence"] == head + 1, (first, head)
        assert client.call("report.submit", params) == first
        try:
            client.call("report.submit", dict(params, note="另一内容"))
            raise AssertionError("other content under the same key")
        except Refusal as refused:
            assert refused.status == "conflict", refused
        notes = [event["data"]["note"] for event in
                 read_all(client, after=head)]
        assert notes == [params["note"]], notes
    context.destroy(0)
    assert daemon.stop() == 0


def trap30_stop_under_load(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 8)
    for _ in range(200):
        report(client, note="长" * 1000)
    context = zmq.Context()

    # A client that asks for pages and never reads one, and a connection that
    # never speaks.
    dead = context.socket(zmq.DEALER)
    dead.setsockopt(zmq.LINGER, 0)
    dead.setsockopt(zmq.RCVHWM, 1)
    dead.setsockopt(zmq.RCVBUF, 4096)
    dead.connect(daemon.endpoint)
    for number in range(60):
        dead.send(client.text("stream.read", {"stream": "all", "after": 0},
                              str(number)))
    mute = socket.socket(socket.AF_UNIX)
    mute.connect(os.path.join(daemon.sockets, "requests"))

    acked, sent, lock = [], [], threading.Lock()
    started = threading.Barrier(5)

    def load(item):
        dealer = raw_dealer(context, daemon)
        dealer.setsockopt(zmq.RCVTIMEO, 3000)
        first = True
        while True:
            key = str(uuid.uuid4())
            with lock:
                sent.append((key, item))
            dealer.send(client.text("report.submit", {
                "key": key, "plan": "house", "item": item, "note": key}))
            try:
                answer = json.loads(dealer.recv())
            except zmq.Again:
                break  # the daemon is gone
            if "result" not in answer:
                assert answer["error"]["data"]["status"] == "closed", answer
                break
            with lock:
                acked.append((key, answer["result"]))
            if first:
                started.wait(LIMIT_S)
                first = False
        dealer.close()

    threads = [threading.Thread(target=load, args=(item,))
               for item in range(1, 5)]
    for thread in threads:
        thread.start()
    started.wait(LIMIT_S)
    sub = subscriber(context, daemon, b"all/")
    assert sub.poll(LIMIT_MS)
    assert daemon.stop() == 0, daemon.log()
    kind = None
    while kind != "bye":
        assert sub.poll(LIMIT_MS), "nobody said goodbye"
        kind = told(sub)[0]
    for thread in threads:
        thread.join()
    left = sorted(os.listdir(daemon.sockets))
    assert left == ["lock"], left
    assert len(acked) >= 4

    daemon.start()
    client = daemon.client()
    # The same bytes again: the same answer, and nothing twice.
    for key, result in acked:
        item = result["item"]["no"]
        assert client.call("report.submit", {
            "key": key, "plan": "house", "item": item,
            "note": key}) == result
    for key, item in sent:
        client.call("report.submit", {"key": key, "plan": "house",
                                      "item": item, "note": key})
    notes = [event["data"]["note"] for event in read_all(client)
             if event["type"] == "jindu.report.submitted"]
    for key, _ in sent:
        assert notes.count(key) == 1
    mute.close()
    context.destroy(0)
    assert daemon.stop() == 0


def switches(pid):
    """Voluntary context switches of each thread."""
    found = {}
    for task in os.listdir("/proc/%d/task" % pid):
        with open("/proc/%d/task/%s/status" % (pid, task),
                  encoding="ascii") as file:
            found[task] = int(re.search(
                r"^voluntary_ctxt_switches:\s+(\d+)", file.read(),
                re.M).group(1))
    return found


def trap30_idle_makes_no_wakeups(directory):
    if "thread" in os.environ.get("JINDU_SANITIZE", ""):
        print("skipped: the thread sanitizer has a thread of its own")
        sys.exit(77)
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 3)
    context = zmq.Context()
    sub = subscriber(context, daemon, b"all/")
    assert sub.poll(LIMIT_MS)
    told(sub)
    # What the last connection set in motion comes to rest.
    before = 0
    while switches(daemon.process.pid) != before:
        before = switches(daemon.process.pid)
        while sub.poll(300):
            sub.recv_multipart()
    assert not sub.poll(2000)
    after = switches(daemon.process.pid)
    assert after == before, (before, after)
    context.destroy(0)
    assert daemon.stop() == 0


def second_signal_ends_at_once(directory):
    daemon = Daemon(directory).start()
    # A stopped process takes both signals when it goes on.
    daemon.process.send_signal(signal.SIGSTOP)
    daemon.process.send_signal(signal.SIGTERM)
    daemon.process.send_signal(signal.SIGINT)
    daemon.process.send_signal(signal.SIGCONT)
    assert daemon.wait() in (0, 75)
    daemon.start()
    still_served(daemon)
    assert daemon.stop() == 0


def watchdog_hears_from_the_writer(directory):
    daemon = Daemon(directory, environment={"WATCHDOG_USEC": "200000"})
    daemon.start()
    for _ in range(3):
        daemon.told("WATCHDOG=1")
    daemon.process.send_signal(signal.SIGTERM)
    daemon.told("STOPPING=1")
    assert daemon.wait() == 0


AS_OTHER = """
import os, sys, zmq
os.setgroups([]); os.setgid(os.getgid()); os.setuid(12345)
context = zmq.Context()
dealer = context.socket(zmq.DEALER)
dealer.setsockopt(zmq.LINGER, 0)
monitor = dealer.get_monitor_socket(
    zmq.EVENT_HANDSHAKE_SUCCEEDED | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL |
    zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL | zmq.EVENT_HANDSHAKE_FAILED_AUTH |
    zmq.EVENT_DISCONNECTED)
dealer.connect(sys.argv[1])
dealer.send(sys.argv[2].encode())
dealer.setsockopt(zmq.RCVTIMEO, int(sys.argv[3]))
monitor.setsockopt(zmq.RCVTIMEO, int(sys.argv[3]))
event = int.from_bytes(monitor.recv_multipart()[0][:2], "little")
if event == zmq.EVENT_HANDSHAKE_SUCCEEDED:
    print(dealer.recv().decode())
else:
    print("refused")
context.destroy(0)
"""


def as_other(daemon, request):
    done = subprocess.run(
        [sys.executable, "-c", AS_OTHER, daemon.endpoint, request,
         str(LIMIT_MS)], capture_output=True, text=True, timeout=LIMIT_S,
        check=True)
    return done.stdout.strip()


def peers_are_known_by_uid(_):
    if os.geteuid() != 0:
        print("skipped: only root can be somebody else")
        sys.exit(77)
    # Not in the test's own directory: others may not pass through that.
    with tempfile.TemporaryDirectory() as open_directory:
        os.chmod(open_directory, 0o755)
        known_by_uid(open_directory)


def known_by_uid(directory):
    hello = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "server.hello"})
    confirm = json.dumps({
        "jsonrpc": "2.0", "id": 1, "method": "plan.confirm", "params": {
            "key": str(uuid.uuid4()), "plan": "house", "guesses": True}})

    daemon = Daemon(directory, "unknown").start()
    os.chmod(daemon.directory, 0o755)
    assert as_other(daemon, hello) == "refused"
    still_served(daemon)
    assert daemon.stop() == 0
    assert "uid 12345 is not in the configuration" in daemon.log()

    daemon = Daemon(directory, "known", config="[uid.12345]\n"
                    "person = 周明\nrole = reporter\n").start()
    os.chmod(daemon.directory, 0o755)
    answer = json.loads(as_other(daemon, hello))["result"]
    assert answer["principal"] == {
        "name": "uid:12345", "person": "周明", "role": "reporter"}, answer
    answer = json.loads(as_other(daemon, confirm))["error"]["data"]
    assert answer == {"rule": "role", "status": "denied"}, answer

    # The journal says who wrote, and from where.
    client = daemon.client()
    load_plan(client, 1)
    written = json.loads(as_other(daemon, client.text("report.submit", {
        "key": str(uuid.uuid4()), "plan": "house", "item": 1, "percent": 10},
        1).decode()))["result"]["sequence"]
    events = {int(event["sequence"]): event["data"]
              for event in read_all(client)}
    assert events[written]["actor"] == "周明", events
    assert events[written]["origin"] == "uid:12345", events
    assert events[written - 1]["origin"] == "uid:%d" % os.geteuid()
    assert daemon.stop() == 0


def limits_are_answered_busy(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    context = zmq.Context()
    dealer = raw_dealer(context, daemon)
    # 65 requests in one batch are no batch.
    frame = [json.loads(client.text("server.status", {}, n))
             for n in range(65)]
    dealer.send(canonical(frame))
    answer = json.loads(dealer.recv())
    assert answer["error"]["data"]["status"] == "invalid_request"

    # 64 are as much as one connection may have unanswered.  One of them is
    # read by another thread, so that frames which arrive together meet.
    frames, served, busy = 40, 0, 0
    for _ in range(frames):
        dealer.send(canonical(frame[:64]))
    for _ in range(frames):
        assert dealer.poll(LIMIT_MS)
        answers = json.loads(dealer.recv())
        assert [answer["id"] for answer in answers] == list(range(64))
        if "result" in answers[0]:
            served += 1
            continue
        for answer in answers:
            data = answer["error"]["data"]
            assert data["status"] == "busy", answer
            assert data["retry_after_ms"] > 0, answer
            busy += 1
    assert served > 0 and busy > 0, (served, busy)
    still_served(daemon)
    counters = client.call("server.status")["counters"]
    assert counters["refused"].get("busy", 0) == busy
    context.destroy(0)
    assert daemon.stop() == 0


def late_requests_are_not_executed(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 1)
    head = report(client)["sequence"]
    try:
        client.call("report.submit", {
            "key": str(uuid.uuid4()), "plan": "house", "item": 1,
            "percent": 50, "deadline_ms": 1})
        raise AssertionError("a late request was executed")
    except Refusal as refusal:
        assert refusal.status == "timeout"
    assert client.call("server.status")["sequence"] == head
    assert daemon.stop() == 0


def doorbell_sends_no_bodies(directory):
    daemon = Daemon(directory, config="").start()
    assert daemon.stop() == 0
    with open(daemon.config, "a", encoding="utf-8") as file:
        file.write("[notice]\npublish = doorbell\n")
    daemon.start()
    client = daemon.client()
    assert client.call("server.hello", {})["publish"] == "doorbell"
    load_plan(client, 1)
    context = zmq.Context()
    sub = subscriber(context, daemon, b"all/")
    number = 0
    for _ in range(3):
        head = report(client)["sequence"]
        while number < head:
            assert sub.poll(LIMIT_MS)
            kind, number = told(sub)
            assert kind == "beat"
    assert len(read_all(client)) == head
    context.destroy(0)
    assert daemon.stop() == 0


def main(arguments):
    name, directory = arguments
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, hard), hard))
    globals()[name](directory)


if __name__ == "__main__":
    main(sys.argv[1:])
