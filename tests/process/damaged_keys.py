#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""damaged_keys.py [--cases N] [--seed N] [--case N]

Damages the key of a server or the certificate of a client in N ways: bits,
ends and pages of it, its mode, and what lies in its place.  Half of the cases
are a start, half a SIGHUP while it serves.

  sound    it took the files: who is not damaged is served, the server is who
           it was, and every certificate that lies there is in use
  refused  a start that did not come, or a reload that left all as it was, with
           the name of the file in the log
  other    sound, and not what was there: another name, another key

  mute     refused without the file's name          must be 0
  lie      neither sound nor refused                must be 0
  died     ended by a signal, or hung               must be 0
"""
import argparse
import json
import os
import random
import shutil
import socket
import sys
import tempfile

from office_keys import Office, Pair, write
from pyclient import Silence

PAGE = 64


def flipped(data, rand):
    data = bytearray(data)
    for _ in range(rand.randint(1, 8)):
        data[rand.randrange(len(data))] ^= 1 << rand.randrange(8)
    return bytes(data)


def cut(data, rand):
    return data[:rand.randrange(len(data))]


def zeroed(data, rand):
    at = rand.randrange(len(data)) // PAGE * PAGE
    return data[:at] + bytes(len(data[at:at + PAGE])) + data[at + PAGE:]


def garbage(data, rand):
    at = rand.randrange(len(data))
    junk = rand.randbytes(rand.randint(1, PAGE))
    return data[:at] + junk + data[at + len(junk):]


def doubled(data, rand):
    at = rand.randrange(len(data))
    return data[:at] + data * rand.choice((1, 50)) + data[at:]


def fifo(path):
    os.mkfifo(path)


def nowhere(path):
    os.symlink(path + ".gone", path)


def circle(path):
    os.symlink(path, path)


def listening(path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path)


BYTES = (flipped, cut, zeroed, garbage, doubled)
PLACES = (os.mkdir, fifo, nowhere, circle, listening, None)
MODES = (0o644, 0o640, 0o660, 0o604, 0o400, 0o000)


class Test:
    def __init__(self, options, directory):
        self.options = options
        self.office = Office(directory)
        self.steady = self.office.admit("steady", "observer")
        self.victims = {self.office.doors[0].key: 0o600}
        for name, role, person in (("wu", "leader", "吴岚"),
                                   ("zhou", "reporter", "周明")):
            self.office.admit(name, role, person, Pair())
            self.victims[self.office.certificate(name)] = 0o644
        self.whole = {}
        for path in self.victims:
            with open(path, encoding="utf-8") as file:
                self.whole[path] = file.read()
        self.figures = dict.fromkeys(
            ("sound", "refused", "other", "mute", "lie", "died"), 0)
        self.office.start()
        self.clean = self.principals()
        self.live = self.office.client()

    def principals(self):
        """What is in use of the files: name, key, role, person."""
        return [one for one in self.office.client().call(
            "admin.principals", {})["principals"] if one["key"]]

    def restore(self, path):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        write(path, self.whole[path], self.victims[path])

    def hurt(self, path, rand):
        """Says how."""
        chance = rand.random()
        if chance < 0.15:
            mode = rand.choice(MODES)
            os.chmod(path, mode)
            return "mode %o" % mode
        if chance < 0.3:
            place = rand.choice(PLACES)
            os.unlink(path)
            if place is None:
                return "removed"
            place(path)
            return place.__name__
        way = rand.choice(BYTES)
        with open(path, "rb") as file:
            data = file.read()
        with open(path, "wb") as file:
            file.write(way(data, rand))
        return way.__name__

    def is_served(self):
        """Whoever was not damaged, by the server that it knows."""
        client = self.office.remote(self.steady)
        try:
            found = client.call("server.hello", {})["principal"]["name"]
        except Silence:
            return False
        finally:
            client.close()
        return found == "key:steady"

    def taken(self):
        """sound, other or lie."""
        found = self.principals()
        files = sorted("key:" + name[:-4]
                       for name in os.listdir(self.office.clients)
                       if name.endswith(".key"))
        if sorted(one["name"] for one in found) != files or \
                not self.is_served():
            return "lie"
        return "sound" if found == self.clean else "other"

    def refused(self, path, offset):
        return "refused" if path in self.office.log()[offset:] else "mute"

    def start(self, path, rand):
        offset = len(self.office.log())
        how = self.hurt(path, rand)
        self.office.spawn()
        if self.office.is_ready():
            end = self.taken()
            return how, end if self.office.stop() == 0 else "died"
        code = self.office.wait()
        return how, self.refused(path, offset) if code > 0 else "died"

    def reload(self, path, rand):
        counter = "reloads_refused"
        before = self.live.call("server.status")["counters"][counter]
        offset = len(self.office.log())
        how = self.hurt(path, rand)
        self.office.reload()
        if self.live.call("server.status")["counters"][counter] == before:
            return how, self.taken()
        same = self.principals() == self.clean and self.is_served()
        return how, self.refused(path, offset) if same else "lie"

    def case(self, number, starts):
        rand = random.Random(self.options.seed * 1000003 + number)
        path = rand.choice(list(self.victims))
        how, end = (self.start if starts else self.reload)(path, rand)
        self.figures[end] += 1
        if end in ("mute", "lie", "died") or self.options.case is not None:
            print("case %d: %s of '%s', %s: %s" % (
                number, "start" if starts else "reload",
                os.path.basename(path), how, end), file=sys.stderr)
        self.restore(path)
        if not starts:
            self.office.reload()
            assert self.principals() == self.clean, "not itself again"

    def run(self):
        numbers = range(self.options.cases) if self.options.case is None \
            else [self.options.case]
        for number in [one for one in numbers if one % 2]:
            self.case(number, starts=False)
        assert self.office.stop() == 0
        for number in [one for one in numbers if one % 2 == 0]:
            self.case(number, starts=True)
        print(json.dumps(dict({"test": "damaged_keys",
                               "cases": len(numbers),
                               "seed": self.options.seed}, **self.figures)))
        return not (self.figures["mute"] or self.figures["lie"] or
                    self.figures["died"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        return 0 if Test(options, directory).run() else 1


if __name__ == "__main__":
    sys.exit(main())
