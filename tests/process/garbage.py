#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""garbage.py [--seconds S] [--peers N] [--seed N] [--modes M,M]
              [--sockets S,S] [--patience S]

Hostile peers (zmtp.py) at each socket of a daemon, in each of their modes for
a while.  Meanwhile an admitted client asks again and again, over tcp and here:

  worst_ms     until an answer came; printed, red only for none at all
  grown_mib    memory above what it was: GROWTH_MIB at most
  back_ms      until it had no more descriptors than before
  waiting_cut  of those who wait in a handshake, ended by the daemon: all

One line of JSON a mode; exit 0 when all of it is as it must be.
"""
import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import socket
import struct
import sys
import tempfile
import threading
import time

from house import LIMIT_S
from office_keys import Office
from zmtp import ATTACKS, GREETING, STREAMS, WAITING, endless

GROWTH_MIB = 64
STREAM_PEERS = 4  # of those who send without end
LOOK_S = 0.05     # between two looks at a process
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: no goodbye
# Peers of this uid are let in here, and of a message without an end libzmq
# 4.3.4 tells nobody: what ends it is the memory that the service may have.
ADMITTED = (("ipc.requests", endless), ("ipc.events", endless))
SOCKETS = ("tcp.requests", "tcp.events", "ipc.requests", "ipc.events")


class Peer:
    """One hostile connection."""

    def __init__(self, kind, reader, writer):
        self.kind, self.reader, self.writer = kind, reader, writer
        self.got = 0
        self.ended = False

    async def send(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def read(self):
        piece = await self.reader.read(65536)
        self.got += len(piece)
        self.ended = not piece
        return self.ended

    async def is_answered(self):
        """A greeting and a command came back: it is past the handshake."""
        while self.got <= GREETING + 2:
            if await self.read():
                raise ConnectionError

    async def wait(self, seconds=None):
        """Until it was cut, or so long; whether it was cut."""
        try:
            async with asyncio.timeout(seconds):
                while not await self.read():
                    pass
        except TimeoutError:
            pass
        return self.ended

    def pause(self):
        self.writer.transport.pause_reading()

    def reset(self):
        raw = self.writer.get_extra_info("socket")
        with contextlib.suppress(OSError):  # it was cut
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.writer.transport.abort()


class Attack:
    """Peers of one mode at one socket; figures of what came of them."""

    def __init__(self, options, mode, kind, connect):
        self.options, self.mode = options, mode
        self.kind, self.connect = kind, connect
        self.random = random.Random(options.seed)
        self.connections, self.passed, self.cut = 0, 0, 0

    async def one(self):
        try:
            peer = Peer(self.kind, *await self.connect())
        except OSError:
            await asyncio.sleep(LOOK_S)  # its backlog is full
            return
        self.connections += 1
        try:
            await self.mode(peer, self.random)
        except OSError:
            peer.ended = True
        finally:
            self.passed += peer.got > GREETING + 2
            self.cut += peer.ended
            peer.reset()

    async def worker(self):
        while time.monotonic() < self.until:
            await self.one()

    async def run(self):
        self.until = time.monotonic() + self.options.seconds
        waits = self.mode in WAITING
        count = STREAM_PEERS if self.mode in STREAMS else self.options.peers
        tasks = [asyncio.ensure_future(self.one() if waits else self.worker())
                 for _ in range(count)]
        # Those who wait are to be cut; the others end when the time is over.
        _, left = await asyncio.wait(
            tasks, timeout=self.options.patience if waits
            else self.options.seconds)
        for task in left:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Watch:
    """A thread that looks at a daemon and asks it, until it is told to end."""

    def __init__(self, office, clients):
        self.pid = office.process.pid
        self.clients = clients
        self.over = threading.Event()
        self.worst, self.asked, self.failed = 0.0, 0, None
        self.peak = 0.0
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        try:
            while not self.over.wait(LOOK_S):
                for client in self.clients:
                    began = time.monotonic()
                    client.call("server.hello")
                    self.worst = max(self.worst, time.monotonic() - began)
                    self.asked += 1
                self.peak = max(self.peak, resident_mib(self.pid))
        except Exception as error:  # told by verdict()
            self.failed = repr(error)

    def end(self):
        self.over.set()
        self.thread.join()


def resident_mib(pid):
    with open("/proc/%d/status" % pid, encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024


def descriptors(pid):
    return len(os.listdir("/proc/%d/fd" % pid))


def back_to(pid, count, patience):
    """How long until it has no more descriptors; None: it keeps them."""
    began = time.monotonic()
    while descriptors(pid) > count:
        if time.monotonic() - began > patience:
            return None
        time.sleep(LOOK_S)
    return time.monotonic() - began


class Test:
    def __init__(self, options, directory):
        self.options = options
        self.office = Office(directory)
        friend = self.office.admit("friend", "observer")
        self.office.start()
        self.pid = self.office.process.pid
        self.clients = [self.office.remote(friend), self.office.client()]
        for client in self.clients:
            client.call("server.hello")
        self.files = descriptors(self.pid)
        self.bad = []

    def connect(self, where):
        scheme, name = where.split(".")
        if scheme == "tcp":
            port = self.office.doors[0].ports[name]
            return lambda: asyncio.open_connection("127.0.0.1", port)
        path = os.path.join(self.office.sockets, name)
        return lambda: asyncio.open_unix_connection(path)

    def judge(self, good, word):
        if not good:
            self.bad.append(word)

    def play(self, where, mode):
        memory = resident_mib(self.pid)
        kind = b"SUB" if where.endswith("events") else b"DEALER"
        attack = Attack(self.options, mode, kind, self.connect(where))
        watch = Watch(self.office, self.clients)
        asyncio.run(attack.run())
        watch.end()
        back = back_to(self.pid, self.files, self.options.patience)
        grown = max(watch.peak, resident_mib(self.pid)) - memory
        self.bad = []
        self.judge(watch.failed is None and watch.asked, "nobody answered: %s"
                   % watch.failed)
        self.judge(grown < GROWTH_MIB, "grew too much")
        self.judge(back is not None, "keeps descriptors")
        self.judge(attack.connections > 0, "no peer came")
        self.judge(mode not in WAITING or attack.cut == attack.connections,
                   "who waits was not cut")
        print(json.dumps({
            "test": "garbage", "socket": where, "mode": mode.__name__,
            "connections": attack.connections, "cut": attack.cut,
            "passed": attack.passed, "asked": watch.asked,
            "worst_ms": round(watch.worst * 1000, 1),
            "grown_mib": round(grown, 1),
            "back_ms": None if back is None else round(back * 1000),
            "red": self.bad}), flush=True)
        return not self.bad

    def run(self):
        named = self.options.modes and self.options.modes.split(",")
        modes = [mode for mode in ATTACKS
                 if not named or mode.__name__ in named]
        assert modes, "no such mode"
        good = True
        for where in self.options.sockets.split(","):
            for mode in modes:
                if (where, mode) not in ADMITTED:
                    good = self.play(where, mode) and good
        return self.office.stop() == 0 and good


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--peers", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--modes")
    parser.add_argument("--sockets", default=",".join(SOCKETS))
    parser.add_argument("--patience", type=float, default=LIMIT_S)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        test = Test(options, directory)
        try:
            if test.run():
                return 0
            print(test.office.log(), file=sys.stderr)
            return 1
        finally:
            test.office.kill()


if __name__ == "__main__":
    sys.exit(main())
