#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""outbox.py NAME [DIRECTORY]: one test of the command line's promises across
crashes; outbox.bats names them.
"""
import datetime
import json
import os
import socket
import subprocess
import sys
import tempfile
import uuid

import zmq

from house import LIMIT_S, Daemon, die_with_parent, load_plan, read_all
from pyclient import canonical

QUEUED = 75
FULL = 74
ITEMS = 3


class Person:
    """Somebody at a computer: jindu with an outbox and a server."""

    def __init__(self, directory, endpoint):
        self.state = os.path.join(directory, "xdg")
        self.outbox = os.path.join(self.state, "jindu", "outbox")
        self.program = os.environ.get("JINDU") or os.path.join(
            os.environ["JINDU_BUILD"], "client", "jindu")
        self.environment = dict(
            os.environ, LC_ALL="C.UTF-8", XDG_STATE_HOME=self.state,
            XDG_CONFIG_HOME=directory, JINDU_SERVER=endpoint,
            JINDU_PLAN="house")

    def spawn(self, *words, environment=None):
        return subprocess.Popen(
            [self.program, *words], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=dict(self.environment, **(environment or {})),
            preexec_fn=die_with_parent)

    def run(self, *words, code=0, environment=None):
        process = self.spawn(*words, environment=environment)
        output, errors = process.communicate(timeout=LIMIT_S)
        assert process.returncode == code, (words, process.returncode,
                                            output, errors)
        return output, errors

    def queue(self, count):
        """Reports 0, 1, 2 .. of the items in turn; the first ones as jindu
        keeps them without a daemon, the others made like them."""
        for number in range(min(count, ITEMS)):
            _, errors = self.run(
                "--timeout", "1", "--json", "report",
                str(1 + number % ITEMS), str(number), code=QUEUED)
            key = json.loads(errors)["error"]["data"]["key"]
            assert self.waiting()[-1][11:-5] == key
        for number in range(ITEMS, count):
            kept = entry(self, self.waiting()[-1])
            order = int(self.waiting()[-1][:10]) + 1
            kept["params"].update(item=1 + number % ITEMS, percent=number,
                                  key=str(uuid.uuid4()))
            self.write("%010d-%s.json" % (order, kept["params"]["key"]),
                       canonical(kept))

    def write(self, name, text):
        with open(os.path.join(self.outbox, name), "wb") as file:
            file.write(text)

    def waiting(self, folder=""):
        path = os.path.join(self.outbox, folder)
        return sorted(name for name in os.listdir(path)
                      if name.endswith(".json"))

    def until_fewer(self, process, than):
        """Until fewer files wait, or the process is gone."""
        while len(self.waiting()) >= than and process.poll() is None:
            pass


def entry(person, name, folder=""):
    path = os.path.join(person.outbox, folder, name)
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def reports(daemon):
    return [event["data"] for event in read_all(daemon.client())
            if event["type"] == "jindu.report.submitted"]


def check_once(daemon, count):
    """Each of count reports once, and those of an item in their order."""
    seen = [(data["item"]["no"], data["item"]["percent"])
            for data in reports(daemon)]
    assert sorted(percent for _, percent in seen) == list(range(count)), seen
    for item in range(1, ITEMS + 1):
        own = [percent for no, percent in seen if no == item]
        assert own == sorted(own), own


def absent(directory):
    """A daemon with a plan that is not there now, and a person."""
    daemon = Daemon(directory).start()
    load_plan(daemon.client(), ITEMS)
    assert daemon.stop() == 0
    return daemon, Person(directory, daemon.endpoint)


def flush_is_killed(directory):
    daemon, person = absent(directory)
    person.queue(60)
    daemon.start()
    killed = 0
    while person.waiting():
        process = person.spawn("flush")
        person.until_fewer(process, len(person.waiting()))
        if process.poll() is None:
            killed += 1
        process.kill()
        process.communicate()
    assert killed >= 5, killed
    person.run("flush")
    check_once(daemon, 60)
    assert daemon.stop() == 0


def daemon_is_killed(directory):
    daemon, person = absent(directory)
    person.queue(40)
    killed = 0
    while person.waiting():
        daemon.start()
        process = person.spawn("--timeout", "1", "flush")
        person.until_fewer(process, max(1, len(person.waiting()) - 5))
        killed += process.poll() is None
        daemon.kill()
        process.communicate(timeout=LIMIT_S)
        assert process.returncode in (0, QUEUED), process.returncode
    assert killed >= 3, killed
    daemon.start()
    check_once(daemon, 40)
    assert daemon.stop() == 0


def two_at_once(directory):
    daemon, person = absent(directory)
    person.queue(40)
    daemon.start()
    processes = [person.spawn("--json", "flush") for _ in range(3)]
    delivered = 0
    for process in processes:
        output, _ = process.communicate(timeout=LIMIT_S)
        assert process.returncode in (0, QUEUED), process.returncode
        delivered += json.loads(output)["delivered"]
    assert delivered == 40, delivered
    check_once(daemon, 40)
    assert daemon.stop() == 0


class Relay:
    """Stands between a person and a daemon, and loses what it is told to."""

    def __init__(self, directory, behind):
        self.context = zmq.Context()
        self.front = self.context.socket(zmq.ROUTER)
        self.endpoint = "ipc://%s/relay" % directory
        self.front.bind(self.endpoint)
        self.back = self.context.socket(zmq.DEALER)
        self.back.connect(behind)
        for socket in (self.front, self.back):
            socket.setsockopt(zmq.LINGER, 0)

    def ask(self, text):
        self.back.send(text)
        assert self.back.poll(LIMIT_S * 1000)
        return self.back.recv()

    def serve(self, process, lost):
        """Until process ends; lost(method) says whether the answer is."""
        while process.poll() is None:
            if not self.front.poll(10):
                continue
            peer, text = self.front.recv_multipart()
            answer = self.ask(text)
            if not lost(json.loads(text)["method"]):
                self.front.send_multipart([peer, answer])

    def close(self):
        self.context.destroy(0)


def answer_is_lost(directory):
    daemon = Daemon(directory).start()
    load_plan(daemon.client(), ITEMS)
    relay = Relay(directory, daemon.endpoint)
    person = Person(directory, relay.endpoint)
    process = person.spawn("--timeout", "1", "report", "1", "0")
    relay.serve(process, lambda method: method == "report.submit")
    assert process.returncode == QUEUED, process.communicate()
    process.communicate()
    waiting = person.waiting()
    assert len(waiting) == 1 and entry(person, waiting[0])["settled"]
    process = person.spawn("--timeout", "1", "flush")
    relay.serve(process, lambda method: method == "report.submit")
    assert process.returncode == QUEUED, process.communicate()
    process.communicate()
    assert person.waiting() == waiting, "what was not answered is gone"
    process = person.spawn("flush")
    relay.serve(process, lambda method: False)
    assert process.returncode == 0, process.communicate()
    process.communicate()
    assert not person.waiting()
    check_once(daemon, 1)
    relay.close()
    assert daemon.stop() == 0


def asks_once_before(directory):
    """A report from a script pays for each question of its process."""
    daemon = Daemon(directory).start()
    client = daemon.client()
    load_plan(client, ITEMS)
    # The one that asks for the plan is answered without counting items.
    view, = client.call("plan.list")["plans"]
    for count in ("items", "overdue", "soon", "states"):
        del view[count]
    told = client.call("plan.list", {"brief": True})
    assert told == {"plans": [view],
                    "zone": client.call("server.hello")["zone"]}, told
    relay = Relay(directory, daemon.endpoint)
    person = Person(directory, relay.endpoint)
    asked = []
    process = person.spawn("report", "1", "10")
    relay.serve(process, asked.append)
    assert process.communicate() and process.returncode == 0
    assert asked == ["server.hello", "report.submit"], asked
    del person.environment["JINDU_PLAN"]
    asked.clear()
    process = person.spawn("report", "1", "20")
    relay.serve(process, asked.append)
    assert process.communicate() and process.returncode == 0
    assert asked == ["plan.list", "report.submit"], asked
    relay.close()
    assert daemon.stop() == 0


class Liar(Relay):
    """Puts another answer in the place of the daemon's, and notes what was
    asked."""

    def __init__(self, directory, behind):
        super().__init__(directory, behind)
        self.status = None
        self.instead = None  # of result or error
        self.asked = []

    def ask(self, text):
        request = json.loads(text)
        answer = super().ask(text)
        lie = self.instead
        if request["method"] == "report.submit":
            self.asked.append(request["params"])
            if self.status is not None:
                lie = {"error": {"code": -32000, "message": self.status,
                                 "data": {"status": self.status}}}
        elif request["method"] != "plan.list":
            lie = None
        if lie is None:
            return answer
        return json.dumps({"jsonrpc": "2.0", "id": request["id"],
                           **lie}).encode()

    def run(self, person, *words, code=0):
        process = person.spawn(*words)
        self.serve(process, lambda method: False)
        output, errors = process.communicate()
        assert process.returncode == code, (words, process.returncode,
                                            output, errors)
        return output, errors


def answer_says_nothing(directory):
    daemon = Daemon(directory).start()
    load_plan(daemon.client(), ITEMS)
    relay = Liar(directory, daemon.endpoint)
    person = Person(directory, relay.endpoint)
    for number, status in enumerate((
            "storage", "closed", "no_memory", "internal", "unheard_of")):
        relay.status = status
        _, errors = relay.run(person, "--json", "report",
                              str(1 + number % ITEMS), str(number),
                              code=QUEUED)
        key = json.loads(errors)["error"]["data"]["key"]
        kept, = [entry(person, name) for name in person.waiting()]
        assert kept["settled"] and kept["params"] == relay.asked[-1]
        assert kept["params"]["key"] == key, (key, kept)
        relay.status = None
        relay.run(person, "flush")
        assert not person.waiting()
        assert relay.asked[-1] == kept["params"]
    check_once(daemon, 5)
    relay.close()
    assert daemon.stop() == 0


def answer_is_nonsense(directory):
    daemon = Daemon(directory).start()
    load_plan(daemon.client(), ITEMS)
    relay = Liar(directory, daemon.endpoint)
    person = Person(directory, relay.endpoint)
    lies = [{"result": result} for result in (
        None, 5, [], {}, {"sequence": 0}, {"sequence": -1},
        {"sequence": "7"})]
    lies += [{}] + [{"error": error} for error in (
        {}, None, 5, {"data": {"status": 5}}, {"data": {"status": "ok"}})]
    for number, lie in enumerate(lies):
        relay.instead = lie
        relay.run(person, "report", "1", str(number), code=QUEUED)
        _, errors = relay.run(person, "flush", code=QUEUED)
        assert "plan house, item 1: stays: " in errors, (lie, errors)
        assert len(person.waiting()) == 1, lie
        assert not person.waiting("failed"), lie
        relay.instead = None
        relay.run(person, "flush")
    check_once(daemon, len(lies))
    # The plans are asked for first where nobody named one.
    del person.environment["JINDU_PLAN"]
    person.run("--timeout", "1", "report", "3", str(len(lies)),
               code=QUEUED)
    for relay.instead in ({"result": None}, {"result": {"plans": None}}):
        relay.run(person, "flush", code=QUEUED)
        assert not person.waiting("failed"), relay.instead
    relay.instead = None
    relay.run(person, "flush")
    check_once(daemon, len(lies) + 1)
    relay.close()
    assert daemon.stop() == 0


def day_is_settled(directory):
    daemon = Daemon(directory).start()
    load_plan(daemon.client(), ITEMS)
    relay = Liar(directory, daemon.endpoint)
    person = Person(directory, relay.endpoint)
    meant = datetime.datetime.now(datetime.timezone.utc)
    # Yesterday in the office; the key of a try that was made then.
    meant -= datetime.timedelta(days=1)
    key = "%012x70008000000000000001" % int(meant.timestamp() * 1000)
    key = str(uuid.UUID(key))
    relay.status = "storage"
    again = ("report", "1", "40", "--key", key)
    relay.run(person, *again, code=QUEUED)
    office = datetime.timezone(datetime.timedelta(hours=8))
    assert relay.asked[0]["as_of"] == str(meant.astimezone(office).date())
    # The same one again is not another one, whatever was settled meanwhile.
    relay.run(person, *again, code=QUEUED)
    person.run("--timeout", "1", *again, code=QUEUED)
    assert len(person.waiting()) == 1
    person.run("--timeout", "1", "report", "1", "41", "--key", key, code=73)
    relay.status = None
    relay.run(person, *again)
    earlier = str((meant - datetime.timedelta(days=9)).date())
    relay.run(person, "report", "2", "41", "--as-of", earlier)
    assert relay.asked[-1]["as_of"] == earlier
    assert all(params == relay.asked[0] for params in relay.asked[:-1])
    assert [data["as_of"] for data in reports(daemon)] == [
        relay.asked[0]["as_of"], earlier]
    relay.close()
    assert daemon.stop() == 0


def outbox_is_broken(directory):
    daemon, person = absent(directory)
    person.queue(1)
    daemon.start()
    # What waits cannot be settled, and nothing can be put behind it.
    writing = os.path.join(person.outbox, "writing")
    os.mkdir(writing)
    _, errors = person.run("--json", "report", "1", "60", code=74)
    assert uuid.UUID(json.loads(errors)["error"]["data"]["key"])
    _, errors = person.run("report", "1", "60", code=74)
    assert "'%s': " % person.outbox in errors, errors
    assert "NOT stored" in errors and "--key" in errors, errors
    assert not reports(daemon)
    os.rmdir(writing)
    # What was refused cannot be put aside; another can be put behind it.
    refused = entry(person, person.waiting()[0])
    refused["params"].update(item=99, key=str(uuid.uuid4()))
    name = "0000000000-%s.json" % refused["params"]["key"]
    person.write(name, canonical(refused))
    folder = os.path.join(person.outbox, "failed", name)
    os.mkdir(folder)
    _, errors = person.run("report", "1", "1", code=QUEUED)
    assert "'%s': " % person.outbox in errors, errors
    assert "kept in the outbox" in errors, errors
    os.rmdir(folder)
    assert not reports(daemon)
    person.run("report", "1", "2")
    assert person.waiting("failed") == [name]
    check_once(daemon, 3)
    # Nothing waits: nothing can be overtaken.
    lock = os.path.join(person.outbox, "lock")
    os.unlink(lock)
    os.symlink(lock, lock)
    _, errors = person.run("report", "2", "3")
    assert "'%s': remove 'lock'" % person.outbox in errors, errors
    # There is no place for an outbox, so nothing is in it.
    person.run("report", "3", "4", environment={
        "XDG_STATE_HOME": os.path.join(daemon.directory, "conf")})
    check_once(daemon, 5)
    assert daemon.stop() == 0


ODD = "0000000000-00000000-0000-7000-8000-00000000000%d.json"


def odd_things(directory):
    daemon, person = absent(directory)
    person.queue(2)
    paths = [os.path.join(person.outbox, ODD % number) for number in range(7)]
    os.mkdir(paths[0])
    with open(os.path.join(paths[0], "inside"), "wb"):
        pass
    os.symlink("/nowhere/at/all", paths[1])
    os.symlink(person.waiting()[-1], paths[2])
    os.mkfifo(paths[3])
    with open(paths[4], "wb") as file:
        file.truncate(1 << 31)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(paths[5])
    os.mkdir(paths[6])
    # This one cannot be put aside: it is told, and delays nothing.
    os.makedirs(os.path.join(person.outbox, "failed", ODD % 6, "inside"))
    lock = os.path.join(person.outbox, "lock")
    os.unlink(lock)
    os.mkdir(lock)
    odd = [ODD % number for number in range(7)]
    _, errors = person.run("--timeout", "1", "report", "2", "2", code=QUEUED)
    for name in odd:
        assert errors.count("'%s' cannot be read" % name) == 1, errors
    assert errors.count("is put aside") == 6, errors
    assert errors.count("remove it: ") == 1, errors
    assert person.waiting("failed") == odd and os.path.isfile(lock)
    assert len(person.waiting()) == 4 and person.waiting()[0] == odd[6]
    daemon.start()
    _, errors = person.run("report", "1", "3")
    assert errors.count(odd[6]) == 1 and odd[0] not in errors, errors
    check_once(daemon, 4)
    assert person.waiting() == odd[6:]
    # What is not empty is not thrown away, and keeps none of the others.
    output, errors = person.run("flush", "--forget", code=74)
    assert output.count("the file cannot be read") == 7, output
    assert "'failed/%s' cannot be removed" % odd[0] in errors, errors
    assert person.waiting("failed") == [odd[0], odd[6]]
    os.rmdir(paths[6])
    os.rmdir(os.path.join(person.outbox, "failed", ODD % 6, "inside"))
    os.unlink(os.path.join(person.outbox, "failed", odd[0], "inside"))
    person.run("flush", "--forget")
    person.run("flush")
    assert not person.waiting() and not person.waiting("failed")
    assert daemon.stop() == 0


def numbers_end(directory):
    daemon, person = absent(directory)
    person.queue(1)
    kept = entry(person, person.waiting()[0])
    # No names of the outbox, whatever their numbers.
    strange = ["99999999999999999999999-x.json", "99999999999-x.json",
               "000000001-x.json", "0000000009-.json", "0000000009x.json"]
    for name in strange:
        person.write(name, canonical(kept))
    person.run("--timeout", "1", "report", "2", "1", code=QUEUED)
    key = str(uuid.uuid4())
    kept["params"].update(key=key, item=3, percent=2)
    person.write("9999999999-%s.json" % key, canonical(kept))
    before = person.waiting()
    assert [name[:10] for name in before if name not in strange] == [
        "0000000001", "0000000002", "9999999999"]
    _, errors = person.run("--timeout", "1", "report", "3", "3", code=74)
    assert "no order number left" in errors, errors
    assert "NOT stored" in errors and "--key" in errors, errors
    assert person.waiting() == before
    daemon.start()
    person.run("report", "3", "3")
    check_once(daemon, 4)
    assert person.waiting() == sorted(strange)
    assert daemon.stop() == 0


def another_server(directory):
    daemon, person = absent(directory)
    person.queue(2)
    other = Daemon(directory, "other").start()
    load_plan(other.client(), ITEMS)
    elsewhere = {"JINDU_SERVER": other.endpoint}
    output, errors = person.run("flush", environment=elsewhere)
    assert "delivered 0" in output and "2 requests wait for" in errors
    person.run("report", "3", "50", environment=elsewhere)
    assert len(person.waiting()) == 2
    assert [data["item"]["no"] for data in reports(other)] == [3]
    daemon.start()
    # The same place without its scheme.
    person.run("flush", environment={
        "JINDU_SERVER": daemon.endpoint[len("ipc://"):]})
    check_once(daemon, 2)
    assert daemon.stop() == 0 and other.stop() == 0


def order_is_kept(directory):
    daemon, person = absent(directory)
    person.queue(4)
    _, errors = person.run("--timeout", "1", "report", "1", "4", code=QUEUED)
    assert "outbox" in errors
    assert len(person.waiting()) == 5
    daemon.start()
    output, errors = person.run("report", "2", "5")
    assert errors.count("delivered") == 5, errors
    assert not person.waiting()
    check_once(daemon, 6)
    assert daemon.stop() == 0


def half_written(directory):
    daemon, person = absent(directory)
    person.queue(1)
    person.write("writing", b'{"method":"report.sub')
    damaged = "0000000000-00000000-0000-7000-8000-000000000000.json"
    person.write(damaged, b'{"method":"report.submit","params":')
    _, errors = person.run("--timeout", "1", "report", "2", "1", code=QUEUED)
    assert "cannot be read" in errors, errors
    assert not os.path.exists(os.path.join(person.outbox, "writing"))
    assert person.waiting("failed") == [damaged]
    daemon.start()
    person.run("flush")
    check_once(daemon, 2)
    # What nobody could see is not forgotten.
    with open("/dev/full", "wb") as full:
        unseen = subprocess.run(
            [person.program, "flush", "--forget"], stdin=subprocess.DEVNULL,
            stdout=full, env=person.environment, timeout=LIMIT_S)
    assert unseen.returncode == FULL, unseen
    assert person.waiting("failed") == [damaged]
    output, _ = person.run("flush", "--forget", "--json")
    assert output == '{"failed":[null]}\n', output
    assert not person.waiting("failed")
    assert daemon.stop() == 0


def plan_is_settled(directory):
    daemon, person = absent(directory)
    del person.environment["JINDU_PLAN"]
    person.queue(1)
    assert "plan" not in entry(person, person.waiting()[0])["params"]
    daemon.start()
    relay = Relay(directory, daemon.endpoint)
    relay_server = {"JINDU_SERVER": relay.endpoint}
    name = person.waiting()[0]
    kept = entry(person, name)
    kept["server"] = relay.endpoint[len("ipc://"):]
    person.write(name, canonical(kept))
    process = person.spawn("--timeout", "1", "flush",
                           environment=relay_server)
    relay.serve(process, lambda method: method == "report.submit")
    process.communicate()
    assert process.returncode == QUEUED
    assert entry(person, name)["params"]["plan"] == "house"
    assert "as_of" in entry(person, name)["params"]
    # Two plans now: it is still the first one's.
    load_plan(daemon.client(), ITEMS, code="second")
    process = person.spawn("flush", environment=relay_server)
    relay.serve(process, lambda method: False)
    process.communicate()
    assert process.returncode == 0
    check_once(daemon, 1)
    relay.close()
    # A report that names none is not guessed for: it is put aside.
    assert daemon.stop() == 0
    person.queue(1)
    daemon.start()
    _, errors = person.run("flush", code=73)
    assert "'--plan' is missing" in errors, errors
    assert len(person.waiting("failed")) == 1
    _, errors = person.run("plan", "list")
    assert "refused: jindu flush --failed" in errors, errors
    assert daemon.stop() == 0


def sequences(text):
    return [int(json.loads(line)["sequence"]) for line in text.splitlines()]


def head_of(daemon):
    return daemon.client().call(
        "stream.read", {"stream": "all", "after": 0, "limit": 1})["head"]


def week_away(directory):
    """Every event once and in order, over restarts of both sides."""
    daemon = Daemon(directory).start()
    load_plan(daemon.client(), ITEMS)
    person = Person(directory, daemon.endpoint)
    del person.environment["JINDU_PLAN"]  # the calendars, too
    heard = []
    for number in range(3):
        count = head_of(daemon) - len(heard)
        output, _ = person.run("--json", "watch", "--name", "week",
                               "-n", str(count))
        heard += sequences(output)
        for percent in range(30):
            daemon.client().call("report.submit", {
                "key": "0197f3a0-0000-7000-8000-%012d"
                       % (number * 100 + percent),
                "plan": "house", "item": 1, "percent": percent,
                "reason": "重算"})
        if number == 1:
            daemon.kill()
        else:
            assert daemon.stop() == 0
        daemon.start()
    assert heard == list(range(1, len(heard) + 1)), heard
    output, _ = person.run("--json", "server", "cursors")
    cursor, = json.loads(output)["cursors"]
    assert cursor["after"] == len(heard), cursor
    assert cursor["head"] - cursor["after"] == 30, cursor
    assert daemon.stop() == 0


def failing_command(directory):
    daemon = Daemon(directory).start()
    load_plan(daemon.client(), ITEMS)
    person = Person(directory, daemon.endpoint)
    for percent in range(4):
        person.run("report", "1", str(percent))
    last = head_of(daemon)
    log = os.path.join(directory, "heard")
    command = ("cat >>%s; test $JINDU_SEQUENCE -ne %d && "
               "test $JINDU_STREAM = all" % (log, last - 1))
    _, errors = person.run("watch", "--name", "tool", "--kind", "report",
                           "--exec", command, code=1)
    assert "exited with 1 at event %d" % (last - 1) in errors, errors
    output, _ = person.run("--json", "server", "cursors")
    cursor, = json.loads(output)["cursors"]
    assert cursor["after"] == last - 2, cursor
    # One that ends without reading, by a signal, or is not there.
    for broken in ("exec <&-; exit 3", "kill -9 $$", "/nowhere/at/all"):
        person.run("watch", "--name", "tool", "--exec", broken, code=1)
    person.run("watch", "--name", "tool", "-n", "2", "--exec",
               "cat >>%s; echo >>%s.fds; ls /proc/$$/fd >>%s.fds"
               % (log, log, log))
    with open(log, encoding="utf-8") as file:
        heard = sequences(file.read())
    assert heard == [last - 3, last - 2, last - 1, last - 1, last], heard
    with open(log + ".fds", encoding="utf-8") as file:
        descriptors = {word for word in file.read().split() if int(word) < 10}
    assert descriptors <= {"0", "1", "2"}, descriptors
    assert daemon.stop() == 0


def long_question(directory):
    context = zmq.Context()
    router = context.socket(zmq.ROUTER)
    router.setsockopt(zmq.LINGER, 0)
    router.bind("ipc://%s/requests" % directory)
    person = Person(directory, "ipc://%s/requests" % directory)
    process = person.spawn("server", "check")
    methods = []
    while methods[-1:] != ["server.check"]:
        assert router.poll(LIMIT_S * 1000)
        peer, text = router.recv_multipart()
        request = json.loads(text)
        methods.append(request["method"])
        if methods[-1] == "server.hello":
            router.send_multipart([peer, json.dumps({
                "jsonrpc": "2.0", "id": request["id"],
                "result": {"principal": {}, "zone": "Asia/Shanghai"}
            }).encode()])
    router.close()
    _, errors = process.communicate(timeout=LIMIT_S)
    assert process.returncode == QUEUED, errors
    assert "no answer" in errors, errors
    context.destroy(0)


def main():
    with tempfile.TemporaryDirectory() as directory:
        globals()[sys.argv[1]](*sys.argv[2:] or [directory])


if __name__ == "__main__":
    main()
