#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""remote.py NAME: one test with a real daemon that is open to other
computers; remote.bats names them.

The peers here are ZeroMQ's own sockets: no line of the project's is between
them and the daemon.
"""
import json
import os
import sys
import tempfile
import uuid

import zmq
from zmq.utils.monitor import recv_monitor_message

from house import LIMIT_S, load_plan, read_all, report
from monitor import monitor_of
from office_keys import Office, Pair, write
from pyclient import Client, protect

LIMIT_MS = LIMIT_S * 1000
MESSAGE_MAX = 65536
SUBSCRIPTION_MAX = 1024
REFUSALS = (zmq.EVENT_HANDSHAKE_FAILED_AUTH |
            zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL |
            zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.EVENT_DISCONNECTED)


class Peer:
    """One socket, and what libzmq tells of its connection."""

    def __init__(self, context, kind, endpoint, curve=None, prepare=None):
        self.socket = context.socket(kind)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.setsockopt(zmq.RCVTIMEO, LIMIT_MS)
        if curve is not None:
            protect(self.socket, curve)
        if prepare is not None:
            prepare(self.socket)
        self.monitor = monitor_of(
            self.socket, REFUSALS | zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self.monitor.setsockopt(zmq.RCVTIMEO, LIMIT_MS)
        self.socket.connect(endpoint)
        if kind == zmq.SUB:
            self.socket.setsockopt(zmq.SUBSCRIBE, b"all/")

    def sees(self, events):
        while not recv_monitor_message(self.monitor)["event"] & events:
            pass

    def is_in(self):
        self.sees(zmq.EVENT_HANDSHAKE_SUCCEEDED)
        return self

    def next(self):
        """What it receives next; None: it was cut."""
        poller = zmq.Poller()
        poller.register(self.socket, zmq.POLLIN)
        poller.register(self.monitor, zmq.POLLIN)
        while True:
            ready = dict(poller.poll(LIMIT_MS))
            assert ready, "neither a message nor an end"
            if self.socket in ready:
                return self.socket.recv_multipart()
            if recv_monitor_message(self.monitor)["event"] & REFUSALS:
                return None

    def answer(self):
        found = self.next()
        assert found is not None, "cut instead of answered"
        return json.loads(found[-1])

    def hears(self, sequence):
        """Until an event, or a beat, with this number or a later one."""
        number = 0
        while number < sequence:
            number = number_of(self.socket.recv_multipart())
        return number

    def is_cut(self, known):
        """Hearing of nothing that is newer than known."""
        while (found := self.next()) is not None:
            assert number_of(found) <= known, "it hears on"

    def is_silent(self):
        return not self.socket.poll(0)


def number_of(message):
    body = json.loads(message[1])
    if "specversion" in body:
        return int(body["sequence"])
    return list(body.values())[0]["head"]


def principal(client):
    return client.call("server.hello", {})["principal"]


def is_denied(client):
    """At the next message: told before its id is read."""
    answer = json.loads(client.exchange(hello(client), lambda _: True))
    return answer["id"] is None and \
        answer["error"]["data"]["status"] == "denied"


def hello(client, number="1"):
    return client.text("server.hello", {}, number)


def finish(office, context):
    context.destroy(0)
    assert office.stop() == 0, office.log()


def reports_and_follows(directory):
    office = Office(directory, address="*")
    zhou = office.admit("zhou", "reporter", "周明")
    office.start()
    load_plan(office.client(), 1)
    context = zmq.Context()
    client = office.remote(zhou)
    found = client.call("server.hello", {})
    assert found["principal"] == {
        "name": "key:zhou", "person": "周明", "role": "reporter"}, found
    assert found["endpoints"]["events"] == "tcp://*:%d" % \
        office.doors[0].ports["events"], found
    sub = Peer(context, zmq.SUB, office.doors[0].endpoint("events"),
               office.curve(zhou))
    assert sub.hears(1) >= 1
    done = report(client)
    assert sub.hears(done["sequence"]) == done["sequence"]
    told = office.client().call("stream.read", {
        "stream": "all", "after": done["sequence"] - 1})["events"][0]["data"]
    assert (told["actor"], told["origin"]) == (
        "周明", "key:zhou@127.0.0.1"), told
    # The same from here is told where the local socket is.
    local = office.client().call("server.hello", {})
    assert local["endpoints"]["events"].startswith("ipc://"), local
    finish(office, context)


def all_of_a_burst_are_known(office, pair, here):
    """libzmq loses the User-Id of a message's first frame when it reads
    ahead."""
    context = zmq.Context()
    peers = [Peer(context, zmq.DEALER, office.doors[0].endpoint("requests"),
                  office.curve(pair)).is_in() for _ in range(8)]
    for _ in range(10):
        for number in range(50):
            for peer in peers:
                peer.socket.send(hello(here, "b%d" % number))
        for peer in peers:
            for number in range(50):
                while not peer.socket.poll(500):
                    counters = here.call("server.status")["counters"]
                    assert counters["messages_dropped"] == 0, \
                        "nobody's message"
                answer = json.loads(peer.socket.recv())
                assert answer["id"] == "b%d" % number, "nobody's message"
    context.destroy(0)


def trap4_everybody_is_who_they_are(directory):
    office = Office(directory)
    people = {name: office.admit(name, role, person) for name, role, person in (
        ("zhou", "reporter", "周明"), ("wu", "leader", "吴岚"),
        ("audit", "observer", ""))}
    office.start()
    clients = [("key:" + name, office.remote(pair, kind=kind))
               for name, pair in people.items()
               for kind in (zmq.DEALER, zmq.REQ)]
    here = office.client()
    for _ in range(10):
        for name, client in clients:
            assert principal(client)["name"] == name
        assert principal(here)["name"] == "uid:%d" % os.geteuid()
    all_of_a_burst_are_known(office, people["audit"], here)
    # A User-Id of one's own making is a property of the handshake, which the
    # daemon never asks.
    context = zmq.Context()
    liar = Peer(context, zmq.DEALER, office.doors[0].endpoint("requests"),
                office.curve(people["audit"]), lambda socket:
                socket.setsockopt(zmq.METADATA, b"X-User-Id:uid:0"))
    liar.socket.send(hello(here))
    answer = json.loads(liar.socket.recv())["result"]["principal"]
    assert answer["name"] == "key:audit", answer
    finish(office, context)


def strangers(office, friend):
    """Who has no business here: a name, the endpoint, and how they try."""
    def plain(socket):
        socket.plain_username = b"key:friend"
        socket.plain_password = b"open"

    unknown = Pair()
    half = Pair()
    half.public = friend.public  # of a friend, without the secret
    elsewhere = (Pair().public, friend.public, friend.secret)
    for door, there in enumerate(office.doors):
        for name, kind in (("requests", zmq.DEALER), ("events", zmq.SUB)):
            place = there.endpoint(name)
            yield "nobody", kind, place, None, None
            yield "plain", kind, place, None, plain
            yield "unknown", kind, place, office.curve(unknown, door), None
            yield "half a pair", kind, place, office.curve(half, door), None
            yield "another server's key", kind, place, elsewhere, None
    for name, kind in (("requests", zmq.DEALER), ("events", zmq.SUB)):
        place = "ipc://%s/%s" % (office.sockets, name)
        yield "a key from here", kind, place, office.curve(friend), None
        yield "plain from here", kind, place, None, plain


def nobody_hears(office, friend, admitted):
    """Each stranger is refused, twice; an event meanwhile reaches admitted
    alone."""
    context = zmq.Context()
    sub = Peer(context, zmq.SUB, office.doors[0].endpoint("events"),
               office.curve(friend)) if admitted else None
    tried = []
    for name, kind, place, curve, prepare in strangers(office, friend):
        peer = Peer(context, kind, place, curve, prepare)
        if kind == zmq.DEALER:
            peer.socket.send(hello(office.client()))
        tried.append((name, place, peer))
    for name, place, peer in tried:
        peer.sees(REFUSALS)
    if admitted:
        client = office.remote(friend)
        done = report(office.client())
        assert sub.hears(done["sequence"]) == done["sequence"]
        assert principal(client)["name"] == "key:friend"
    for name, place, peer in tried:
        peer.sees(REFUSALS)
        assert peer.is_silent(), "%s was served at %s" % (name, place)
    context.destroy(0)


def trap5_strangers_get_nothing(directory):
    office = Office(directory, doors=2)
    friend = office.admit("friend", "observer")
    office.start()
    load_plan(office.client(), 1)
    nobody_hears(office, friend, admitted=True)
    refused = office.client().call("server.status")["counters"][
        "connections_refused"]
    assert refused["key"] > 0, refused
    assert office.stop() == 0, office.log()


def trap5_nobody_without_a_handler(directory):
    """With a daemon whose handler cannot be reached: neither friend nor
    stranger."""
    office = Office(directory, doors=1)
    friend = office.admit("friend", "admin")
    office.start()
    context = zmq.Context()
    places = [(kind, place, curve)
              for name, kind in (("requests", zmq.DEALER), ("events", zmq.SUB))
              for place, curve in (
                  ("ipc://%s/%s" % (office.sockets, name), None),
                  (office.doors[0].endpoint(name), office.curve(friend)),
                  (office.doors[0].endpoint(name), office.curve(Pair())))]
    peers = [Peer(context, *one) for one in places]
    for peer, (kind, place, _) in zip(peers, places):
        if kind == zmq.DEALER:
            peer.socket.send(hello(Client(place)))
        event = 0
        while not event & REFUSALS:
            event = recv_monitor_message(peer.monitor)["event"]
            assert event != zmq.EVENT_HANDSHAKE_SUCCEEDED, \
                "let in at %s without a handler" % place
        assert peer.is_silent(), place
    finish(office, context)


def is_shut_out(office, context, zhou, change):
    """A live connection of key:zhou, and what becomes of it by change()."""
    office.admit("zhou", "reporter", "周明", zhou)
    audit = office.admit("audit", "observer")
    office.start()
    load_plan(office.client(), 1)
    place = office.doors[0].endpoint("events")
    sub = Peer(context, zmq.SUB, place, office.curve(zhou)).is_in()
    other = Peer(context, zmq.SUB, place, office.curve(audit))
    dealer = Peer(context, zmq.DEALER, office.doors[0].endpoint("requests"),
                  office.curve(zhou))
    first = sub.hears(1)
    here = office.client()
    dealer.socket.send(here.text("report.submit", {
        "key": str(uuid.uuid4()), "plan": "house", "item": 1,
        "note": "在建"}, "1"))
    assert "result" in json.loads(dealer.socket.recv())
    assert sub.hears(first + 1) == other.hears(first + 1)

    change()
    office.reload()
    # The connection lives; who it is of is nobody now.
    key = str(uuid.uuid4())
    dealer.socket.send(here.text("report.submit", {
        "key": key, "plan": "house", "item": 1, "note": key}, "2"))
    answer = json.loads(dealer.socket.recv())
    assert "error" in answer, "the key counts on: %s" % answer
    assert answer["error"]["data"]["status"] == "denied", answer
    done = report(here)
    assert other.hears(done["sequence"]) == done["sequence"]
    sub.is_cut(first + 1)
    sub.sees(zmq.EVENT_HANDSHAKE_FAILED_AUTH)
    assert sub.is_silent()
    assert not [event for event in read_all(here)
                if event["data"].get("note") == key]
    return audit


def trap6_disabled_key(directory):
    office = Office(directory)
    context = zmq.Context()
    pair = Pair()
    is_shut_out(office, context, pair, lambda: office.admit(
        "zhou", "reporter", "周明", pair, disabled="yes"))
    # And that key is let in by nobody's mistake but the file's.
    office.admit("zhou", "reporter", "周明", pair)
    office.reload()
    assert principal(office.remote(pair))["name"] == "key:zhou"
    finish(office, context)


def trap6_replaced_key(directory):
    office = Office(directory)
    context = zmq.Context()
    fresh = Pair()
    audit = is_shut_out(office, context, Pair(), lambda: office.admit(
        "zhou", "reporter", "周明", fresh))
    # The new key is key:zhou from now on.
    assert principal(office.remote(fresh))["name"] == "key:zhou"
    # A removed one is nobody.
    os.unlink(office.certificate("audit"))
    client = office.remote(audit)
    assert principal(client)["name"] == "key:audit"
    office.reload()
    assert is_denied(client)
    finish(office, context)


def broken_certificate_keeps_all(directory):
    office = Office(directory)
    zhou = office.admit("zhou", "reporter", "周明")
    wu = office.admit("wu", "leader", "吴岚")
    office.start()
    here = office.client()
    clients = {"key:zhou": office.remote(zhou), "key:wu": office.remote(wu)}
    path = office.certificate("new")
    refused = 0
    for text, words in (
            ("nonsense\n", "'%s' is no certificate: line 1" % path),
            (Pair().certificate(), "'%s' admits nobody: it has no role"),
            (Pair().certificate(role="king"), "its role must be"),
            (Pair().certificate(role="reporter"), "its role needs a person"),
            (Pair().certificate(secret=True, role="observer"),
             "it holds a secret key"),
            (wu.certificate(role="admin"),
             "has a key that stands in another file as well")):
        # With it, another one goes: by half would be seen.
        os.rename(office.certificate("zhou"), directory + "/aside")
        write(path, text)
        office.reload()
        refused += 1
        assert (words % path if "%s" in words else words) in office.log(), \
            office.log()
        for name, client in clients.items():
            assert principal(client)["name"] == name
        counters = here.call("server.status")["counters"]
        assert counters["reloads_refused"] == refused, counters
        os.rename(directory + "/aside", office.certificate("zhou"))
        os.unlink(path)
    # Whoever could have put a certificate there has not changed who is who.
    clients_folder = os.path.dirname(path)
    before = os.stat(clients_folder).st_mode & 0o7777
    os.chmod(clients_folder, before | 0o002)
    os.rename(office.certificate("zhou"), directory + "/aside")
    office.reload()
    assert "'%s' says who may do what" % clients_folder in office.log()
    assert principal(clients["key:zhou"])["name"] == "key:zhou"
    os.rename(directory + "/aside", office.certificate("zhou"))
    os.chmod(clients_folder, before)
    office.reload()
    assert here.call("server.status")["counters"]["reloads"] == 1
    assert office.stop() == 0, office.log()


def two_doors_serve_at_once(directory):
    office = Office(directory, doors=2)
    zhou = office.admit("zhou", "reporter", "周明")
    office.start()
    load_plan(office.client(), 1)
    context = zmq.Context()
    subs = [Peer(context, zmq.SUB, door.endpoint("events"),
                 office.curve(zhou, number))
            for number, door in enumerate(office.doors)]
    clients = [office.remote(zhou, number) for number in (0, 1)]
    for number, client in enumerate(clients):
        told = client.call("server.hello", {})["endpoints"]["events"]
        assert told == office.doors[number].endpoint("events"), told
        subs[number].hears(1)
    keys = [str(uuid.uuid4()) for _ in clients]
    for key, client in zip(keys, clients):
        done = report(client, key=key)
        for sub in subs:
            assert sub.hears(done["sequence"]) == done["sequence"]
    # One peer, whichever door: a repeat through the other one counts once.
    assert report(clients[1], key=keys[0]) == report(clients[0], key=keys[0])
    # A door is left when all have the next key.
    assert office.stop() == 0, office.log()
    office.doors = office.doors[1:]
    office.doors[0].section = "remote"
    office.configure(office.remote_config())
    office.start()
    assert principal(office.remote(zhou))["name"] == "key:zhou"
    finish(office, context)


def trap7_stolen_routing_id(directory):
    office = Office(directory)
    pairs = [office.admit(name, "observer") for name in ("victim", "thief")]
    office.start()
    context = zmq.Context()
    text = office.client().text

    def named(pair):
        return Peer(context, zmq.DEALER, office.doors[0].endpoint("requests"),
                    office.curve(pair), lambda socket:
                    socket.setsockopt(zmq.ROUTING_ID, b"mine"))

    victim = named(pairs[0])
    victim.socket.send(text("server.hello", {}, "1"))
    victim.socket.recv()
    thief = named(pairs[1]).is_in()
    thief.socket.send(text("server.hello", {}, "2"))
    for number in range(20):
        victim.socket.send(text("server.hello", {}, "v%d" % number))
        answer = json.loads(victim.socket.recv())
        assert answer["id"] == "v%d" % number
        assert answer["result"]["principal"]["name"] == "key:victim"
    assert thief.is_silent()
    finish(office, context)


def trap25_bounds_under_curve(directory):
    office = Office(directory, doors=2)
    zhou = office.admit("zhou", "reporter", "周明")
    office.start()
    context = zmq.Context()
    for number, door in enumerate(office.doors):
        place = door.endpoint("requests")
        curve = office.curve(zhou, number)
        # The largest message is read, and is no JSON; one byte more is cut.
        peer = Peer(context, zmq.DEALER, place, curve).is_in()
        for size, status in ((MESSAGE_MAX, "malformed"),
                             (MESSAGE_MAX + 1, None)):
            peer.socket.send(b"x" * size)
            if status is None:
                peer.sees(zmq.EVENT_DISCONNECTED)
            else:
                answer = peer.answer()
                assert answer["error"]["data"]["status"] == status, answer
        # So it is with a subscription, and the next one is heard.
        sub = Peer(context, zmq.SUB, door.endpoint("events"), curve).is_in()
        sub.socket.setsockopt(zmq.SUBSCRIBE, b"t" * (2 * SUBSCRIPTION_MAX))
        sub.sees(zmq.EVENT_DISCONNECTED)
    for name, kind in (("requests", zmq.DEALER), ("events", zmq.SUB)):
        Peer(context, kind, "ipc://%s/%s" % (office.sockets, name)).is_in()
    finish(office, context)


def main(arguments):
    with tempfile.TemporaryDirectory() as directory:
        try:
            globals()[arguments[0]](directory)
        except BaseException:
            with open(directory + "/one/log", encoding="utf-8") as log:
                print(log.read(), file=sys.stderr)
            raise


if __name__ == "__main__":
    main(sys.argv[1:])
