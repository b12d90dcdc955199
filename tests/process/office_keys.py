# SPDX-License-Identifier: MIT
"""office_keys: a jindud that is open to other computers, and the keys of those
who come in.

    office = Office(directory)          two ports of this machine's own
    zhou = office.admit("zhou", "reporter", "周明")
    office.start()
    client = office.remote(zhou)        a pyclient.Client over tcp and CURVE
"""
import os
import random
import socket

import zmq

from house import Daemon
from pyclient import Client

# Below those that the kernel gives to who connects.
PORTS = range(20000, 32000)
# In any order, and none twice: who asked has not taken it yet.
ports = iter(random.sample(PORTS, len(PORTS)))


def free_port():
    for port in ports:
        with socket.socket() as probe:
            try:
                probe.bind(("", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


class Pair:
    def __init__(self):
        public, secret = zmq.curve_keypair()
        self.public, self.secret = public.decode(), secret.decode()

    def certificate(self, secret=False, **metadata):
        lines = ["metadata"]
        lines += ['    %s = "%s"' % one for one in metadata.items()]
        lines += ["curve", '    public-key = "%s"' % self.public]
        if secret:
            lines.append('    secret-key = "%s"' % self.secret)
        return "\n".join(lines) + "\n"


def write(path, text, mode=0o644):
    """Whole or not at all, as an administrator's tool does it."""
    with open(path + "~", "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path + "~", mode)
    os.rename(path + "~", path)


class Door:
    def __init__(self, directory, name, address, pair=None):
        self.section = name
        self.pair = pair or Pair()
        self.ports = {"requests": free_port(), "events": free_port()}
        self.address = address
        self.key = os.path.join(directory, name + ".key_secret")
        write(self.key, self.pair.certificate(secret=True), 0o600)

    def config(self):
        return "[%s]\nkey = %s\n" % (self.section, self.key) + "".join(
            "%s = tcp://%s:%d\n" % (name, self.address, port)
            for name, port in self.ports.items())

    def endpoint(self, name):
        return "tcp://127.0.0.1:%d" % self.ports[name]


class Office(Daemon):
    def __init__(self, directory, doors=1, address="127.0.0.1", more="",
                 **options):
        super().__init__(directory, **options)
        self.clients = os.path.join(self.directory, "clients")
        os.makedirs(self.clients, exist_ok=True)
        self.doors = [Door(self.directory, name, address)
                      for name in ("remote", "remote.next")[:doors]]
        self.configure(self.remote_config() + more)

    def remote_config(self):
        return "".join(door.config() for door in self.doors) + \
            "[access]\nclients = %s\n" % self.clients

    def admit(self, name, role, person="", pair=None, **metadata):
        pair = pair or Pair()
        if person:
            metadata["person"] = person
        write(self.certificate(name),
              pair.certificate(role=role, **metadata))
        return pair

    def certificate(self, name):
        return os.path.join(self.clients, name + ".key")

    def curve(self, pair, door=0):
        return (self.doors[door].pair.public, pair.public, pair.secret)

    def remote(self, pair, door=0, kind=zmq.DEALER):
        return Client(self.doors[door].endpoint("requests"), kind,
                      self.curve(pair, door))
