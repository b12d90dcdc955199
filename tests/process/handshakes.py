#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""handshakes.py [--count N]

N handshakes with keys that nobody admitted, a new one each, at both sockets of
a remote door, while an admitted client reports.

  refused     handshakes that libzmq was told are refused    must be N
  counted     by the daemon, as keys it does not know         must be N
  stored      events beside those of the client               must be 0
  lines       of the log about them: one a minute             so many at most
  grown_mib   memory                                          GROWTH_MIB
  kept        descriptors more than before                    must be 0
"""
import argparse
import json
import sys
import tempfile
import threading
import time

import zmq
from zmq.utils.monitor import recv_monitor_message

from garbage import GROWTH_MIB, back_to, descriptors, resident_mib
from house import LIMIT_S, load_plan, report
from monitor import monitor_of
from office_keys import Office, Pair
from pyclient import protect

AT_ONCE = 50
REFUSED_LINE = "a peer was refused"


class Stranger:
    def __init__(self, context, office, number):
        name, kind = (("requests", zmq.DEALER), ("events", zmq.SUB))[number % 2]
        self.socket = context.socket(kind)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.setsockopt(zmq.RECONNECT_IVL, -1)  # one handshake each
        protect(self.socket, office.curve(Pair()))
        self.monitor = monitor_of(
            self.socket,
            zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self.socket.connect(office.doors[0].endpoint(name))

    def is_refused(self):
        assert self.monitor.poll(LIMIT_S * 1000), "no word on a handshake"
        event = recv_monitor_message(self.monitor)["event"]
        self.socket.disable_monitor()
        self.socket.close()
        return event == zmq.EVENT_HANDSHAKE_FAILED_AUTH


class Load:
    """An admitted client that reports until it is told to end."""

    def __init__(self, client):
        self.client = client
        self.over = threading.Event()
        self.done, self.worst, self.failed = 0, 0.0, None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        try:
            while not self.over.is_set():
                began = time.monotonic()
                report(self.client)
                self.worst = max(self.worst, time.monotonic() - began)
                self.done += 1
        except Exception as error:  # told by the verdict
            self.failed = repr(error)

    def end(self):
        self.over.set()
        self.thread.join()


def refuse_all(office, count):
    context = zmq.Context()
    refused = 0
    for first in range(0, count, AT_ONCE):
        crowd = [Stranger(context, office, number)
                 for number in range(first, min(count, first + AT_ONCE))]
        refused += sum(one.is_refused() for one in crowd)
    context.destroy(0)
    return refused


def verdict(figures, load, minutes):
    bad = []
    for good, word in (
            (figures["refused"] == figures["count"], "not all were refused"),
            (figures["counted"] == figures["count"], "not all were counted"),
            (figures["stored"] == 0, "something was stored"),
            (figures["lines"] <= minutes + 1, "the log grows"),
            (figures["grown_mib"] < GROWTH_MIB, "grew too much"),
            (figures["kept"] == 0, "keeps descriptors"),
            (load.failed is None and load.done > 0,
             "the admitted client: %s" % load.failed)):
        if not good:
            bad.append(word)
    print(json.dumps(dict(figures, red=bad)))
    return not bad


def run(options, directory):
    office = Office(directory)
    zhou = office.admit("zhou", "reporter", "周明")
    office.start()
    here = office.client()
    load_plan(here, 1)
    client = office.remote(zhou)
    report(client)
    head = here.call("server.status")["sequence"]
    pid = office.process.pid
    memory, files = resident_mib(pid), descriptors(pid)
    began = time.monotonic()
    load = Load(client)
    refused = refuse_all(office, options.count)
    load.end()
    seconds = time.monotonic() - began
    back = back_to(pid, files, LIMIT_S)
    report(client)
    status = here.call("server.status")
    figures = {
        "test": "handshakes", "count": options.count, "refused": refused,
        "counted": status["counters"]["connections_refused"]["key"],
        "stored": status["sequence"] - head - load.done - 1,
        "lines": office.log().count(REFUSED_LINE),
        "grown_mib": round(resident_mib(pid) - memory, 1),
        "kept": 0 if back is not None else descriptors(pid) - files,
        "reports": load.done, "worst_ms": round(load.worst * 1000, 1),
        "seconds": round(seconds, 1)}
    good = verdict(figures, load, seconds // 60 + 1)
    return office.stop() == 0 and good


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        return 0 if run(options, directory) else 1


if __name__ == "__main__":
    sys.exit(main())
