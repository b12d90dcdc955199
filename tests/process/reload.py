#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""reload.py NAME DIRECTORY: one test with a real daemon; reload.bats names
them."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import zmq

from house import LIMIT_S, Daemon, load_plan, read_all, report

OTHER_UID = 12345

# Somebody else's client: "call REQUEST" is answered by a line with the answer,
# "hear" by the next topic of a subscription, "cut" when that has lost its
# connection, "refused" when it got no other, "silent" by whether nothing came.
AS_OTHER = """
import os, sys, zmq
os.setgroups([]); os.setgid(os.getgid()); os.setuid(int(sys.argv[2]))
context = zmq.Context()
dealer = context.socket(zmq.DEALER)
dealer.setsockopt(zmq.LINGER, 0)
dealer.connect("ipc://%s/requests" % sys.argv[1])
sub = context.socket(zmq.SUB)
sub.setsockopt(zmq.LINGER, 0)
refusals = (zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL |
            zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL |
            zmq.EVENT_HANDSHAKE_FAILED_AUTH)
monitor = sub.get_monitor_socket(zmq.EVENT_DISCONNECTED | refusals)
for each in (dealer, sub, monitor):
    each.setsockopt(zmq.RCVTIMEO, int(sys.argv[3]))
def seen(events):
    while not int.from_bytes(monitor.recv_multipart()[0][:2], "little") & \
            events:
        pass
sub.connect("ipc://%s/events" % sys.argv[1])
sub.setsockopt(zmq.SUBSCRIBE, b"all/")
for line in sys.stdin:
    word = line.split()[0]
    if word == "call":
        dealer.send(line[5:].encode())
        print(dealer.recv().decode(), flush=True)
    elif word == "hear":
        print(sub.recv_multipart()[0].decode(), flush=True)
    elif word == "cut":
        print(seen(zmq.EVENT_DISCONNECTED), flush=True)
    elif word == "refused":
        print(seen(refusals), flush=True)
    elif word == "silent":
        print(sub.poll(0) == 0, flush=True)
context.destroy(0)
"""


class Other:
    def __init__(self, daemon):
        self.process = subprocess.Popen(
            [sys.executable, "-c", AS_OTHER, daemon.sockets, str(OTHER_UID),
             str(LIMIT_S * 1000)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer, "no answer to '%s'" % line
        return answer

    def hello(self):
        return json.loads(self.say("call " + json.dumps(
            {"jsonrpc": "2.0", "id": 1, "method": "server.hello"})))

    def close(self):
        self.process.kill()
        self.process.wait(LIMIT_S)


def people(role):
    return "[uid.%d]\nperson = 周明\nrole = %s\n" % (OTHER_UID, role)


def trap6_people(_):
    if os.geteuid() != 0:
        print("skipped: only root can be somebody else")
        sys.exit(77)
    # Not in the test's own directory: others may not pass through that.
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        people_change(directory)


def still_heard(daemon):
    """Who may subscribe is told, on a socket that was bound anew."""
    context = zmq.Context()
    sub = context.socket(zmq.SUB)
    sub.setsockopt(zmq.LINGER, 0)
    sub.connect("ipc://%s/events" % daemon.sockets)
    sub.setsockopt(zmq.SUBSCRIBE, b"all/")
    assert sub.poll(LIMIT_S * 1000)
    mode = os.stat(os.path.join(daemon.sockets, "events")).st_mode & 0o777
    assert mode == 0o660, oct(mode)
    context.destroy(0)


def people_change(directory):
    daemon = Daemon(directory, config=people("reporter")).start()
    os.chmod(daemon.directory, 0o755)
    client = daemon.client()
    load_plan(client, 1)
    other = Other(daemon)
    assert other.hello()["result"]["principal"]["role"] == "reporter"
    assert other.say("hear") == "all/"

    # Another role: the same connection has it, and nothing is cut.
    daemon.configure(people("leader"))
    daemon.reload()
    assert other.hello()["result"]["principal"]["role"] == "leader"
    report(client)
    assert other.say("hear") == "all/"

    # Nobody any more: refused on the same connection; the subscription ends.
    daemon.configure()
    daemon.reload()
    assert other.hello()["error"]["data"]["status"] == "denied"
    other.say("cut")
    other.say("refused")
    report(client)
    still_heard(daemon)
    assert other.say("silent") == "True"

    # And back: a new connection is let in.
    daemon.configure(people("observer"))
    daemon.reload()
    other.close()
    other = Other(daemon)
    assert other.hello()["result"]["principal"]["role"] == "observer"
    other.close()
    counters = client.call("server.status")["counters"]
    assert counters["reloads"] == 3 and counters["reloads_refused"] == 0
    assert daemon.stop() == 0
    assert "uid 12345 is not in the configuration" in daemon.log()


def broken_calendar(directory):
    path = os.path.join(directory, "calendar")
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, "2030.json"), "w", encoding="ascii") as file:
        file.write('{"year":2030,"papers":[],"days":[')
    return path


def trap30_broken_file(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 1)
    before = client.call("server.status")
    lacking = os.path.join(directory, "nowhere")
    refused = 0
    for config, window, calendar, words in (
            ("[office]\nzome = UTC\n", "08:00-09:00", None,
             "/conf:6: unknown key 'zome' in section 'office'"),
            ("", "09:00-08:00", None, "/conf:2: '09:00-08:00' is no value"),
            ("[uid.7]\nperson = 周明\n", "08:00-09:00", None,
             "section 'uid.7' has no role"),
            ("", "08:00-09:00", lacking,
             "no calendar directory '%s'" % lacking),
            ("", "08:00-09:00", broken_calendar(directory),
             "cannot read '%s/calendar/2030.json'" % directory)):
        daemon.configure(config, window, calendar)
        daemon.reload()
        refused += 1
        assert words in daemon.log(), (words, daemon.log())
        now = client.call("server.status")
        assert now["counters"]["reloads_refused"] == refused
        assert now["counters"]["reloads"] == 0
        for name in ("next_due", "sequence", "calendar"):
            assert now[name] == before[name], (words, name, now)
    # Nor what everybody may have written.
    daemon.configure(window="08:00-09:00")
    os.chmod(daemon.config, 0o646)
    daemon.reload()
    assert "'%s' says who may do what and has mode 0646" % daemon.config \
        in daemon.log(), daemon.log()
    now = client.call("server.status")
    assert now["counters"]["reloads"] == 0
    assert now["next_due"] == before["next_due"]
    os.unlink(daemon.config)
    daemon.reload()
    assert "cannot open '%s'" % daemon.config in daemon.log()
    report(client)
    # The next one that is whole is taken.
    daemon.configure(window="08:00-09:00")
    daemon.reload()
    now = client.call("server.status")
    assert now["counters"]["reloads"] == 1
    assert now["next_due"] != before["next_due"]
    assert daemon.stop() == 0


def nothing_changed(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 1)
    before = client.call("server.status")
    for number in range(1, 4):
        daemon.reload()
        now = client.call("server.status")
        assert now["counters"]["reloads"] == number
        for name in ("next_due", "sequence", "calendar", "store"):
            assert now.get(name) == before.get(name), name
    assert daemon.stop() == 0


def window_moves(directory):
    daemon = Daemon(directory)
    daemon.configure(window="08:30-17:30")
    daemon.start()
    client = daemon.client()
    load_plan(client, 1)
    first = client.call("server.status")["next_due"]
    sequence = client.call("server.status")["sequence"]
    daemon.configure(window="09:45-17:30")
    daemon.reload()
    moved = client.call("server.status")
    assert moved["next_due"] - first == 75 * 60 * 1000, (moved, first)
    assert moved["sequence"] == sequence
    assert daemon.stop() == 0
    # The same after a start, which has nothing left to do.
    daemon.start()
    status = daemon.client().call("server.status")
    assert status["next_due"] == moved["next_due"]
    assert status["sequence"] == sequence
    assert daemon.stop() == 0


def calendar_fills(directory):
    path = os.path.join(directory, "years")
    os.makedirs(path)
    daemon = Daemon(directory)
    daemon.configure(calendar=path)
    daemon.start()
    client = daemon.client()
    assert client.call("server.status")["sequence"] == 0
    with open(os.path.join(path, "2030.json"), "w", encoding="utf-8") as file:
        json.dump({"year": 2030, "papers": ["通知"], "days": [
            {"name": "元旦", "date": "2030-01-01", "isOffDay": True}]}, file)
    daemon.reload()
    events = read_all(client)
    assert [event["type"] for event in events] == ["jindu.calendar.loaded"]
    assert events[0]["data"]["calendar"]["year"] == 2030
    # A file never overrules what the database has.
    with open(os.path.join(path, "2030.json"), "w", encoding="utf-8") as file:
        json.dump({"year": 2030, "papers": ["通知"], "days": []}, file)
    daemon.reload()
    assert len(read_all(client)) == 1
    assert client.call("server.status")["counters"]["reloads"] == 2
    assert daemon.stop() == 0


def restart_needed(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 1)
    before = client.call("server.status")
    daemon.configure("[office]\nzone = Asia/Tokyo\n[notice]\n"
                     "publish = doorbell\n", "08:00-09:00")
    daemon.reload()
    assert "'zone' was 'Asia/Shanghai' at the start and is 'Asia/Tokyo' " \
        "now: that needs a restart" in daemon.log()
    assert "'publish' was 'full'" in daemon.log()
    now = client.call("server.status")
    assert now["counters"]["reloads_refused"] == 1
    for name in ("next_due", "sequence", "zone", "publish"):
        assert now[name] == before[name], name
    # A directory that the command line names is not the file's to change.
    daemon.configure("[server]\nstate = /nonexistent\nsockets = /nowhere\n")
    daemon.reload()
    assert client.call("server.status")["counters"]["reloads"] == 1
    assert daemon.stop() == 0


def manager_is_told(directory):
    daemon = Daemon(directory).start()
    before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    daemon.process.send_signal(signal.SIGHUP)
    lines = daemon.notices.recv(4096).decode().split("\n")
    after = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    assert lines[0] == "RELOADING=1", lines
    name, instant = lines[1].split("=")
    assert name == "MONOTONIC_USEC"
    assert before <= int(instant) <= after
    assert "READY=1" in daemon.notices.recv(4096).decode().split("\n")
    assert daemon.stop() == 0


def under_load(directory):
    daemon = Daemon(directory).start()
    load_plan(daemon.client(), 1)
    acked = []

    def load():
        client = daemon.client()
        for _ in range(100):
            key = str(uuid.uuid4())
            report(client, note=key, key=key)
            acked.append(key)
        client.close()

    thread = threading.Thread(target=load)
    thread.start()
    number = 0
    while thread.is_alive():
        number += 1
        daemon.configure(window="0%d:00-17:00" % (7 + number % 2))
        daemon.reload()
    thread.join()
    client = daemon.client()
    notes = [event["data"]["note"] for event in read_all(client)
             if event["type"] == "jindu.report.submitted"]
    assert notes == acked and len(acked) == 100
    assert client.call("server.status")["counters"]["reloads"] == number
    assert daemon.stop() == 0


def main(arguments):
    name, directory = arguments
    globals()[name](directory)


if __name__ == "__main__":
    main(sys.argv[1:])
