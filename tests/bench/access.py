# SPDX-License-Identifier: MIT
"""access: what CURVE over tcp costs beside ipc, and what idle peers cost.

Both doors are of one daemon; every peer is an admin, whom no rate bounds.
"""
import os
import resource
import socket
import statistics
import subprocess

import zmq

from bed import (REPORTED, ROUNDS, SECONDS, SHAPES, SMALL, far, house,
                 load_plan, ratio)

CONNECTS = int(os.environ.get("BENCH_CONNECTS", "1000"))
IDLE = int(os.environ.get("BENCH_IDLE", "10000"))
CONNECT_WINDOW = 64
BUSY = SHAPES[1:]
TURNS = 3  # a round: a p99 needs more of them than a rate
PROCESSES = 2  # of idle peers: each needs two descriptors a connection
# Half of the daemon's descriptors are for connections, an even share for each
# of the sockets of its two doors; what is left over is for the load.
SHARES = 2 * 4
SPARE = 500
DOORS = ("ipc", "CURVE")


def free_ports(count):
    holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [holder.getsockname()[1] for holder in holders]
    for holder in holders:
        holder.close()
    return ports


def certificate(path, role, public, secret=None):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w",
              encoding="ascii") as file:
        if role:
            file.write("metadata\n    role = \"%s\"\n" % role)
        file.write("curve\n    public-key = \"%s\"\n" % public)
        if secret:
            file.write("    secret-key = \"%s\"\n" % secret)


class Office:
    """A daemon with both doors."""

    def __init__(self, bench, name):
        self.bench = bench
        requests, events = free_ports(2)
        self.remote = "tcp://127.0.0.1:%d" % requests
        folder = os.path.join(bench.work, name)
        clients = os.path.join(folder, "clients")
        key = os.path.join(folder, "server.key_secret")
        os.makedirs(clients)
        server_public, server_secret = [
            word.decode() for word in zmq.curve_keypair()]
        public, secret = [word.decode() for word in zmq.curve_keypair()]
        certificate(key, None, server_public, server_secret)
        certificate(os.path.join(clients, "bench.key"), "admin", public)
        self.keys = {"BENCH_SERVER_KEY": server_public,
                     "BENCH_PUBLIC_KEY": public, "BENCH_SECRET_KEY": secret}
        self.daemon = house.Daemon(bench.work, name, config=(
            "[remote]\nrequests = %s\nevents = tcp://127.0.0.1:%d\nkey = %s\n"
            "[access]\nclients = %s\n" % (self.remote, events, key, clients)))

    def start(self):
        self.daemon.start()
        load_plan(self.daemon.client(), SMALL, far)
        return self

    def ask(self, door, program, *arguments):
        remote = door == "CURVE"
        return self.bench.program(
            program, "--server",
            self.remote if remote else self.daemon.endpoint, *arguments,
            stdin=subprocess.PIPE,
            env=dict(os.environ, **self.keys) if remote else None)

    def cpu_us(self):
        """What its threads have had of the processors."""
        tasks = "/proc/%d/task" % self.daemon.process.pid
        spent = 0
        for task in os.listdir(tasks):
            with open(os.path.join(tasks, task, "schedstat"),
                      encoding="ascii") as file:
                spent += int(file.read().split()[0])
        return spent / 1000

    def reports(self, door, shape):
        """Acknowledged/s, p99 in ms, CPU time of the daemon for one in us."""
        before = self.cpu_us()
        load = self.ask(
            door, "bench_report", "--connections", shape[0], "--window",
            shape[1], "--seconds", SECONDS, "--items", REPORTED)
        row = load.communicate()[0].split()
        if load.returncode != 0:
            raise SystemExit("bench: the reports gave up")
        return (float(row[1].replace("/s", "")), float(row[6]),
                (self.cpu_us() - before) / int(row[-1]))

    def connect(self, door, count):
        """Peers that stay until disconnect()."""
        return self.ask(door, "bench_connect", "--connections", count,
                        "--window", CONNECT_WINDOW)

    def pss(self):
        with open("/proc/%d/smaps_rollup" % self.daemon.process.pid,
                  encoding="ascii") as file:
            return [int(line.split()[1]) for line in file
                    if line.startswith("Pss:")][0]

    def connections(self):
        client = self.daemon.client()
        counters = client.call("server.status")["counters"]
        client.close()
        return counters["connections"]


def connected(peers):
    """Connections/s and p99 in ms."""
    words = peers.stdout.readline().split()
    if not words:
        raise SystemExit("bench: not connected")
    return int(words[1]) / float(words[3]), float(words[5])


def disconnect(peers):
    peers.stdin.close()
    if peers.wait() != 0:
        raise SystemExit("bench: the idle peers gave up")


def side_by_side(table, what, rows):
    """rows: of each door, what reports() returns."""
    for at, name, form in ((0, what, "%.0f/s"), (1, "p99 of it", "%.2f ms"),
                           (2, "the daemon's CPU time for one", "%.1f us")):
        local, remote = ([row[at] for row in rows[door]] for door in DOORS)
        table.add(name, (form + ", CURVE " + form + ": %.2f") % (
            statistics.median(local), statistics.median(remote),
            ratio(remote, local)))


def measure(bench):
    office = Office(bench, "access").start()
    for shape in SHAPES:
        rows = {door: [] for door in DOORS}
        for _ in range(ROUNDS):
            for door in DOORS:
                rows[door].append(office.reports(door, shape))
        side_by_side(bench.table, "reports %d x %d, ipc" % shape, rows)
    rows = {door: [] for door in DOORS}
    for _ in range(ROUNDS):
        for door in DOORS:
            before = office.cpu_us()
            peers = office.connect(door, CONNECTS)
            rate, tail = connected(peers)
            rows[door].append(
                (rate, tail, (office.cpu_us() - before) / CONNECTS))
            disconnect(peers)
    side_by_side(bench.table, "connections with hello, %d at a time, ipc" %
                 CONNECT_WINDOW, rows)
    office.daemon.stop()


def allow_files(daemon, build):
    """Descriptors for the daemon; the share of a socket is a part of them."""
    wanted = SHARES * (IDLE + SPARE)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    daemon.files = min(hard, wanted)
    if hard < IDLE + SPARE:
        raise SystemExit("bench: %d connections need %d descriptors, this "
                         "machine allows %d (ulimit -Hn)" %
                         (IDLE, IDLE + SPARE, hard))
    if hard < wanted:
        daemon.environment.update(
            MORE_FILES=str(wanted), LD_PRELOAD=os.path.join(
                build, "tests", "bench", "more_files.so"))


def crowd_in(office, door):
    """IDLE peers, and what each of them costs the daemon, in KiB."""
    before = office.pss()
    crowds = [office.connect(door, IDLE // PROCESSES)
              for _ in range(PROCESSES)]
    for crowd in crowds:
        connected(crowd)
    if office.connections() < IDLE:
        raise SystemExit("bench: the daemon cut its idle peers")
    return crowds, (office.pss() - before) / IDLE


def idle_of(bench, door):
    """Two daemons that take turns, one with a crowd."""
    offices = [Office(bench, "%s-%s" % (door, name))
               for name in ("alone", "beside")]
    for office in offices:
        allow_files(office.daemon, bench.build)
        office.start()
    crowds, cost = crowd_in(offices[1], door)
    for shape in BUSY:
        alone, beside = rows = ([], [])
        for _ in range(TURNS * ROUNDS):
            for office, found in zip(offices, rows):
                found.append(office.reports(door, shape))
        for at, name, form, goal in (
                (1, "p99 of reports", "%.2f ms", "at most 1.2"),
                (2, "CPU time for one of", "%.1f us", "")):
            without, among = ([row[at] for row in found]
                              for found in (alone, beside))
            bench.table.add(
                "%s %d x %d beside %d idle, %s" % (name, *shape, IDLE, door),
                (form + ", alone " + form + ": %.2f") % (
                    statistics.median(among), statistics.median(without),
                    ratio(among, without)), goal)
    bench.table.add("KiB Pss an idle connection, %s" % door, "%.1f" % cost)
    if offices[1].connections() < IDLE:
        raise SystemExit("bench: the daemon cut its idle peers")
    for crowd in crowds:
        disconnect(crowd)
    for office in offices:
        office.daemon.stop()


def measure_idle(bench):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < SHARES * (IDLE + SPARE):
        print("bench: this machine allows %d descriptors, a daemon for %d "
              "connections at one socket wants %d: it is told that it has "
              "them (more_files.c)" % (hard, IDLE, SHARES * (IDLE + SPARE)))
    for door in DOORS:
        idle_of(bench, door)
