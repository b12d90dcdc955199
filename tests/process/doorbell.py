#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""doorbell.py NAME: one test with a real daemon; doorbell.bats names them.

publish = doorbell: who hears that there is something, and who reads what.
Li stands beside the unit "works" in a plan, Zhao beside "farms".
"""
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid

from house import LIMIT_S, Daemon, die_with_parent, read_all
from peers import work_today
from pyclient import draft_digest

OTHER_UID = 12345
OTHERS = "unit/farms"
OWN = ("person/Li", "unit/works")
EXIT_DENIED = 77

# Somebody else.  Lines on stdin, an answer to each on stdout: "call" with a
# request is answered by what the daemon says, "hear" by the next message of a
# subscription to the topics.
AS_OTHER = """
import json, os, sys, zmq
os.setgroups([]); os.setuid(int(sys.argv[2]))
context = zmq.Context()
dealer = context.socket(zmq.DEALER)
sub = context.socket(zmq.SUB)
for one in (dealer, sub):
    one.setsockopt(zmq.LINGER, 0)
    one.setsockopt(zmq.RCVTIMEO, int(sys.argv[3]))
dealer.connect("ipc://%s/requests" % sys.argv[1])
sub.connect("ipc://%s/events" % sys.argv[1])
for topic in sys.argv[4:]:
    sub.setsockopt(zmq.SUBSCRIBE, topic.encode())
for line in sys.stdin:
    if line.startswith("call "):
        dealer.send(line[5:].encode())
        print(dealer.recv().decode(), flush=True)
    else:
        topic, body = sub.recv_multipart()
        print(json.dumps([topic.decode(), json.loads(body)]), flush=True)
context.destroy(0)
"""


class Li:
    """A reporter, with sockets of his own and the command line."""

    def __init__(self, daemon, directory, *topics):
        self.daemon = daemon
        self.programs = os.path.join(directory, "programs")
        self.process = subprocess.Popen(
            [sys.executable, "-c", AS_OTHER, daemon.sockets, str(OTHER_UID),
             str(LIMIT_S * 1000), *topics], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent)

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "no answer to '%s'" % line
        return json.loads(answer)

    def call(self, method, params):
        answer = self.say("call " + json.dumps({
            "jsonrpc": "2.0", "id": 1, "method": method, "params": params}))
        return answer.get("result"), answer.get("error", {}).get("data")

    def hear(self):
        return self.say("hear")

    def jindu(self, *words):
        """The command line as he has it: from a place he may look into."""
        counts = os.path.join(self.programs, "counts")
        if not os.path.exists(self.programs):
            build = os.path.join(os.environ["JINDU_BUILD"], "client")
            os.makedirs(self.programs)
            shutil.copy(os.path.join(build, "jindu"), self.programs)
            shutil.copy(os.path.join(build, "lib", "libjindu.so.0"),
                        self.programs)
            os.mkdir(counts)
            os.chown(counts, OTHER_UID, -1)
        # A build that counts lines needs a place to write to as another uid.
        environment = dict(os.environ, LD_LIBRARY_PATH=self.programs,
                           LC_ALL="C.UTF-8", HOME="/nonexistent",
                           JINDU_SERVER=self.daemon.endpoint,
                           GCOV_PREFIX=counts)

        def become():
            die_with_parent()
            os.setgroups([])
            os.setuid(OTHER_UID)
            die_with_parent()  # another uid starts without it

        return subprocess.Popen(
            [os.path.join(self.programs, "jindu"), *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=environment,
            preexec_fn=become)

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(LIMIT_S) == 0


def load(client, people):
    """A plan with an item for each person and unit, due today."""
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    items = [{"no": no, "category": "", "name": "work", "target": "done",
              "units": [unit], "persons": [person], "leaders": [],
              "deadline": today}
             for no, (person, unit) in enumerate(people, 1)]
    draft = str(uuid.uuid4())
    client.call("plan.load", {
        "key": str(uuid.uuid4()), "plan": "door", "draft": draft, "part": 1,
        "last": True, "items": items,
        "head": {"title": "door", "year": 2026}})
    client.call("plan.confirm", {
        "key": str(uuid.uuid4()), "plan": "door", "draft": draft,
        "digest": draft_digest(items), "vanished": "keep"})


def start(directory):
    daemon = Daemon(directory)
    daemon.configure(
        "[office]\nzone = UTC\n[notice]\npublish = doorbell\n"
        "[uid.%d]\nperson = Li\nrole = reporter\n" % OTHER_UID,
        calendar=work_today(directory))
    daemon.start()
    os.chmod(daemon.directory, 0o755)
    return daemon


PEOPLE = [("Li", "works"), ("Zhao", "farms")]


def trap24_no_content(directory):
    daemon = start(directory)
    client = daemon.client()
    topics = ["", "all/", OTHERS + "/", "person/Zhao/", "unit/works/"]
    li = Li(daemon, directory, *topics)
    while client.call("server.status")["counters"]["subscriptions"] < 5:
        pass
    load(client, PEOPLE)
    # That there is something is for everybody to hear; and nothing else.
    rung = set()
    while not rung >= {"all", OTHERS, "person/Zhao", "unit/works"}:
        topic, body = li.hear()
        assert list(body) == ["beat"], body
        assert topic == body["beat"]["stream"] + "/"
        assert set(body["beat"]) == {"epoch", "floor", "head", "stream"}
        rung.add(body["beat"]["stream"])
    denied = {"field": "stream", "rule": "owner", "status": "denied"}
    epoch = client.call("server.hello", {})["epoch"]
    for stream in ("all", "plan/door", OTHERS, "person/Zhao", "unit/nobody"):
        for params in ({"after": 0}, {"cursor": "a"}):
            answer = li.call("stream.read", dict(params, stream=stream))
            assert answer == (None, denied), (stream, answer)
        assert li.call("stream.commit", {
            "stream": stream, "cursor": "a", "epoch": epoch,
            "after": 0}) == (None, denied), stream
    for stream in OWN:
        page, _ = li.call("stream.read", {"stream": stream, "after": 0})
        assert page["events"] and page["head"] > 0, (stream, page)
        assert all(event["data"]["persons"] == ["Li"]
                   for event in page["events"] if "persons" in event["data"])
    listed, _ = li.call("stream.list", {})
    assert [one["stream"] for one in listed["streams"]] == list(OWN), listed
    notices, _ = li.call("notice.list", {})
    assert {notice["item"] for notice in notices["notices"]} == {1}, notices
    told, _ = li.call("report.list", {"limit": 200})
    assert all("subject" in event for event in told["events"]), told
    assert len(read_all(client)) > len(told["events"])
    li.close()
    assert daemon.stop() == 0


def watch_reads_what_rings(directory):
    daemon = start(directory)
    client = daemon.client()
    li = Li(daemon, directory)
    load(client, PEOPLE)
    for words in ([], ["--unit", "farms"], ["--stream", "plan/door"],
                  ["--person", "Zhao", "--name", "a"]):
        refused = li.jindu("watch", *words)
        out, err = refused.communicate(timeout=LIMIT_S)
        assert refused.returncode == EXIT_DENIED, (words, out, err)
        assert out == "" and "this stream is not for you" in err, err

    # From the start of the name, then live: a beat, and a read.
    watch = li.jindu("watch", "--unit", "works", "--name", "mail", "--json")
    first = json.loads(watch.stdout.readline())
    assert first["type"] == "jindu.notice.today", first
    assert first["stream"] == "unit/works"
    people = PEOPLE + [("Li", "works")]
    load(client, people)
    while first["data"]["item"]["no"] != 3:
        first = json.loads(watch.stdout.readline())

    # Whose unit it is no longer hears no more of it.
    load(client, [("Zhao", unit) for _, unit in people] + [("Zhao", "works")])
    out, err = watch.communicate(timeout=LIMIT_S)
    told = [json.loads(line)["data"]["item"]["no"] for line in out.split("\n")
            if line]
    assert watch.returncode == EXIT_DENIED and 4 not in told, (out, err)
    assert json.loads(err)["error"]["data"]["status"] == "denied", err
    assert "unit/works" in json.loads(err)["error"]["message"], err
    li.close()
    assert daemon.stop() == 0


def main(arguments):
    if os.geteuid() != 0:
        print("skipped: only root can be somebody else")
        sys.exit(77)
    # Not in the test's own directory: others may not pass through that.
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        globals()[arguments[0]](directory)


if __name__ == "__main__":
    main(sys.argv[1:])
