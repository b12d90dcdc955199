#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""upkeep.py NAME DIRECTORY: one test with real daemons; upkeep.bats names them.

Backup, restore, named cursors and the check, as a client sees them.
"""
import json
import os
import shutil
import sqlite3
import stat
import sys
import threading
import uuid

import zmq

from house import LIMIT_S, Daemon, load_plan, read_all, report
from pyclient import Follower, Refusal, canonical

LIMIT_MS = LIMIT_S * 1000
KILLS_MAX = 50  # a copy takes some milliseconds: the first kill mostly hits


def reports(client, count, note="实" * 500):
    """count reports, so many in a frame as fit."""
    for first in range(0, count, 32):
        frame = [json.loads(client.text("report.submit", {
            "key": str(uuid.uuid4()), "plan": "house", "item": 1,
            "percent": 40, "note": note}, number))
            for number in range(first, min(first + 32, count))]
        for answer in json.loads(client.exchange(
                canonical(frame), lambda found: isinstance(found, list))):
            assert "result" in answer, answer


def refused(client, method, params, status, rule=None):
    try:
        client.call(method, params)
    except Refusal as refusal:
        assert refusal.status == status, refusal.error
        assert refusal.data.get("rule") == rule, refusal.error
        return refusal.data
    raise AssertionError("%s was not refused" % method)


def backup_and_restore(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 3)
    reports(client, 500)
    ended = threading.Event()

    def load():
        own = daemon.client()
        while not ended.is_set():
            report(own)
        own.close()

    thread = threading.Thread(target=load)
    thread.start()
    file = os.path.join(directory, "copy.db")
    told = client.call("admin.backup", {"file": file})["backup"]
    ended.set()
    thread.join()
    assert told["file"] == file
    assert told["bytes"] == os.stat(file).st_size
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert sorted(os.listdir(directory)) == ["copy.db", "one"]
    refused(client, "admin.backup", {"file": file}, "conflict", "exists")
    refused(client, "admin.backup",
            {"file": os.path.join(directory, "none", "copy")}, "not_found",
            "exists")
    head = client.call("server.status")["sequence"]
    epoch = client.call("server.hello", {})["epoch"]
    heard = read_all(client)
    follower = Follower(client, "all")
    heard_by_follower = list(follower.pages())
    assert [e["id"] for e in heard_by_follower] == [e["id"] for e in heard]
    follower.close()
    report(client)
    assert daemon.stop() == 0

    # A start on the copy.
    restored = Daemon(directory, "two")
    os.makedirs(restored.state, 0o700)
    shutil.copy(file, os.path.join(restored.state, "jindu.db"))
    restored.start()
    client = restored.client()
    assert client.call("server.hello", {})["epoch"] != epoch
    assert client.call("server.status")["sequence"] == told["sequence"] + 1
    event = read_all(client, "all", told["sequence"])[0]
    assert event["type"] == "jindu.system.restored"
    assert event["data"]["store"] == {
        "epoch_before": epoch, "sequence": told["sequence"]}
    # What was heard before the copy was made has not changed.
    kept = read_all(client)[:-1]
    assert [e["id"] for e in kept] == \
        [e["id"] for e in heard[:told["sequence"]]]
    data = refused(client, "stream.read", {
        "stream": "all", "after": head, "epoch": epoch}, "reset")
    assert data["head"] == told["sequence"] + 1 and data["floor"] == 1
    # A follower of the old daemon recovers by itself.
    follower = Follower(client, "all", head, epoch)
    again = list(follower.pages())
    assert follower.restarts
    assert [int(e["sequence"]) for e in again] == \
        list(range(1, told["sequence"] + 2))
    follower.close()
    assert client.call("server.check", {})["ok"] is True
    assert restored.stop() == 0


def cursors(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 1)
    head = report(client)["sequence"]
    hello = client.call("server.hello", {})
    page = client.call("stream.read", {"stream": "all", "cursor": "desk",
                                       "limit": 1})
    assert (page["after"], page["next"]) == (0, 1)
    place = {"cursor": "desk", "stream": "all", "epoch": hello["epoch"],
             "after": 1}
    assert client.call("stream.commit", place) == {
        "after": 1, "cursor": "desk", "stream": "all"}
    # A repeat after a lost answer does nothing, nor does an older one.
    assert client.call("stream.commit", place)["after"] == 1
    assert client.call("stream.commit", dict(place, after=0))["after"] == 1
    daemon.kill()
    daemon.start()
    client = daemon.client()
    page = client.call("stream.read", {"stream": "all", "cursor": "desk"})
    assert page["after"] == 1 and len(page["events"]) == head - 1
    (listed,) = client.call("stream.cursors", {})["cursors"]
    assert (listed["after"], listed["head"]) == (1, head)
    assert listed["principal"] == hello["principal"]["name"]
    refused(client, "stream.commit", dict(place, after=head + 1), "reset")
    refused(client, "stream.commit", dict(place, epoch="another"), "reset")
    # The floor has risen: what is before it is gone.
    assert daemon.stop() == 0
    base = sqlite3.connect(os.path.join(daemon.state, "jindu.db"))
    base.execute("UPDATE stream SET head = 9, floor = 8"
                 " WHERE name = 'plan/house'")
    base.commit()
    base.close()
    daemon.start()
    client = daemon.client()
    data = refused(client, "stream.read", {"stream": "plan/house", "after": 1},
                   "truncated")
    assert (data["head"], data["floor"]) == (9, 8)
    assert daemon.stop() == 0


def one_at_a_time_and_a_stop_ends_it(directory):
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 1)
    reports(client, 3000)
    dealer = client.context.socket(zmq.DEALER)
    dealer.setsockopt(zmq.LINGER, 0)
    dealer.connect(daemon.endpoint)
    for number in range(8):
        dealer.send(client.text("server.check", {}, number))
    answers = {}
    while len(answers) < 8:
        assert dealer.poll(LIMIT_MS)
        answer = json.loads(dealer.recv())
        answers[answer["id"]] = answer
    assert answers[0]["result"]["ok"] is True
    busy = [a for a in answers.values() if "error" in a]
    assert busy
    assert {a["error"]["data"]["status"] for a in busy} == {"busy"}
    status = client.call("server.status")
    assert status["counters"]["busy"]["upkeep"] == len(busy)
    assert status["counters"]["refused"]["busy"] == len(busy)
    assert status["clock"]["caught_up"] <= status["clock"]["now"]
    assert status["store"]["database"] > 0
    assert status["store"]["wal"] > 0
    # What is under way is no reason to stay; it leaves nothing behind.
    file = os.path.join(directory, "copy.db")
    dealer.send(client.text("admin.backup", {"file": file}, "last"))
    dealer.send(client.text("server.hello", {}, "sent"))
    while json.loads(dealer.recv())["id"] != "sent":
        pass
    assert daemon.stop() == 0
    assert set(os.listdir(directory)) <= {"one", "copy.db"}
    client.context.destroy(0)


def unfinished(directory):
    return [name for name in os.listdir(directory)
            if name.startswith(".jindu-")]


def a_killed_backup_leaves_nothing_after_the_next_start(directory):
    """The kill comes as soon as there is a copy; where that was too late, with
    the copy under its name already, the next backup has its turn."""
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, 1)
    reports(client, 3000)
    for turn in range(KILLS_MAX):
        client = daemon.client()
        dealer = client.context.socket(zmq.DEALER)
        dealer.setsockopt(zmq.LINGER, 0)
        dealer.connect(daemon.endpoint)
        dealer.send(client.text("admin.backup", {
            "file": os.path.join(directory, "copy%d.db" % turn)}, "backup"))
        while not unfinished(directory) and not dealer.poll(0):
            pass
        daemon.kill()
        client.context.destroy(0)
        if unfinished(directory):
            break
        daemon.start()
    assert unfinished(directory)
    daemon.start()
    assert not unfinished(directory)
    assert "removed an unfinished backup" in daemon.log()
    assert "backup" not in os.listdir(daemon.state)
    assert daemon.stop() == 0


def main(arguments):
    name, directory = arguments
    globals()[name](directory)


if __name__ == "__main__":
    main(sys.argv[1:])
