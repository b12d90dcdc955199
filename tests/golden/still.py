# SPDX-License-Identifier: MIT
"""still: an office whose clock stands still, made once and opened many times.

    past = Past(directory, programs)    a daemon lives through office/year.txt
    with past.open(directory) as office:
        ...                             a daemon on a copy of its store

Everything happens at instants that the file names: two runs differ in keys and
in nothing that is told of time.
"""
import datetime
import os
import shlex
import shutil
import struct
import subprocess
import time

from house import LIMIT_S, Daemon
from office_keys import Door, Pair, write
from wall import ZONE, instant, preload

HERE = os.path.dirname(os.path.abspath(__file__))
NS_PER_MS = 10**6
DAY = datetime.timedelta(days=1)
# What the daemon does by itself: the day begins, and notices leave.
HOURS = ((0, 0), (8, 30), (14, 0))
POLL_S = 0.002  # between two questions whether all that was due is done

# Who runs the tests, under a name that the plan could have; and root, who has a
# place anyway, or somebody beside root.
PRINCIPAL = """
[uid.%d]
person = 方雨
role = admin
"""

# Somebody on another computer, who may not do everything.  The keys are as
# fixed as the clock; they open nothing but these offices.
REPORTER = "䶮安"
SERVER_KEYS = ("2s?S$Tzv%)r6DCYJ*IxWEvLfcZBm0hJf<PX<QS:Y",
               "v#(wplTuZh/gJAr>dztB2**r<XJ/I#0F)On<Cp%D")
REPORTER_KEYS = ("A.^N%}t6h9-ijQF/?v7:S]vUv43i9v6aQM>2CRGl",
                 "K[G$Mv6rLb7QVWjmpjcPc?g1?y?ueC[I5)E^ZtKb")


def pair(keys):
    made = Pair()
    made.public, made.secret = keys
    return made


class Clock:
    """A clock_shim file that says nothing but where the clock stands."""

    def __init__(self, path):
        self.path = path
        self.now = 0
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC,
                            0o600)

    def put(self, at_ms):
        self.now = at_ms
        os.pwrite(self.file, struct.pack("=qqq", 0, 0, at_ms * NS_PER_MS), 0)

    def close(self):
        os.close(self.file)


class Programs:
    def __init__(self, jindu, jindud, shim):
        self.jindu, self.jindud, self.shim = jindu, jindud, shim
        self.of_daemon = preload(jindud, shim)
        self.of_client = preload(jindu, shim)

    def environment(self, clock, which):
        return {"CLOCK_SHIM": clock.path, "LD_PRELOAD": which,
                "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}


class Office:
    """A daemon in a directory of its own, and how to speak to it."""

    def __init__(self, directory, programs, clock, state=None, remote=False):
        """remote: it is asked by REPORTER, over tcp."""
        self.directory = directory
        self.programs = programs
        self.clock = clock
        os.makedirs(directory, exist_ok=True)
        self.daemon = Daemon(
            directory, "daemon", sockets=os.path.join(directory, "run/jindu"),
            environment=programs.environment(clock, programs.of_daemon),
            program=programs.jindud)
        os.makedirs(os.path.join(directory, "run"), exist_ok=True)
        if state is not None:
            shutil.copytree(state, self.daemon.state)
        self.server = "ipc://run/jindu/requests"
        config = PRINCIPAL % 0 + PRINCIPAL % (os.geteuid() or 1)
        if remote:
            config += self.open_door()
        self.daemon.configure(config, window="08:30-17:30")

    def open_door(self):
        """The keys of both sides, each where it is looked for."""
        own = os.path.join(self.directory, "config/jindu")
        clients = os.path.join(self.directory, "clients")
        os.makedirs(own)
        os.makedirs(clients)
        server, reporter = pair(SERVER_KEYS), pair(REPORTER_KEYS)
        door = Door(self.directory, "remote", "127.0.0.1", server)
        self.server = door.endpoint("requests")
        write(own + "/server.key", server.certificate())
        write(own + "/client.key_secret", reporter.certificate(secret=True),
              0o600)
        write(clients + "/yan.key", reporter.certificate(
            role="reporter", person=REPORTER))
        return door.config() + "[access]\nclients = %s\n" % clients

    def __enter__(self):
        self.daemon.start()
        return self

    def __exit__(self, *_):
        self.daemon.kill()

    def environment(self):
        """Of whoever asks it; relative names are the same in every copy."""
        place = self.directory
        return {
            "PATH": os.path.dirname(self.programs.jindu) + ":/usr/bin:/bin",
            "HOME": place, "XDG_CONFIG_HOME": "config",
            "XDG_STATE_HOME": place + "/state",
            "XDG_RUNTIME_DIR": place + "/nowhere",
            "JINDU_SERVER": self.server, "TERM": "xterm", "NO_COLOR": "1",
            "JINDU_PAGER": "cat", "TZ": "UTC",
            **self.programs.environment(self.clock, self.programs.of_client)}


class Past:
    def __init__(self, directory, programs):
        self.programs = programs
        self.clock = Clock(os.path.join(directory, "clock"))
        self.office = Office(os.path.join(directory, "past"), programs,
                             self.clock)
        with open(os.path.join(HERE, "office/year.txt"),
                  encoding="utf-8") as file:
            lines = [line.strip() for line in file]
        self.client = None
        try:
            for line in lines:
                if line and not line.startswith("#"):
                    self.live(line)
            self.client.close()
            assert self.office.daemon.stop() == 0, self.office.daemon.log()
        finally:
            self.office.daemon.kill()

    def live(self, line):
        words = shlex.split(line)
        if words[0] == "at":
            day = datetime.date.fromisoformat(words[1])
            hour, minute = words[2].split(":")
            self.go_to(instant(day, int(hour), int(minute)))
        else:
            environment = dict(self.office.environment(), LC_ALL="C.UTF-8",
                               JINDU_SERVER=self.office.daemon.endpoint)
            done = subprocess.run(
                words, env=environment, cwd=os.path.join(HERE, "office"),
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, check=False)
            assert done.returncode == 0, line + "\n" + done.stdout

    def go_to(self, at_ms):
        """Hour by hour, as the days go by."""
        if self.client is None:
            self.clock.put(at_ms)
            self.office.daemon.start()
            self.client = self.office.daemon.client()
        day = datetime.datetime.fromtimestamp(self.clock.now / 1000,
                                              ZONE).date()
        while instant(day) <= at_ms:
            for hour in HOURS:
                if self.clock.now < instant(day, *hour) <= at_ms:
                    self.settle(instant(day, *hour))
            day += DAY
        self.settle(at_ms)

    def settle(self, at_ms):
        """Until everything that is due by then was judged and told."""
        self.clock.put(at_ms)
        limit = time.monotonic() + LIMIT_S
        while self.client.call("server.status")["clock"]["caught_up"] < at_ms:
            assert time.monotonic() < limit, "not caught up"
            time.sleep(POLL_S)

    def open(self, directory, remote=False):
        return Office(directory, self.programs, self.clock,
                      self.office.daemon.state, remote)
