# SPDX-License-Identifier: MIT
"""house: a real jindud in a directory of its own, for the process tests.

Nothing here waits for time: a daemon is up when it says READY=1, and gone when
the kernel says so.
"""
import ctypes
import datetime
import os
import resource
import select
import signal
import socket
import subprocess
import uuid

from pyclient import Client, draft_digest

# A start or a stop under the sanitizers on a busy machine; beyond it, hung.
LIMIT_S = 60


PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def die_with_parent():
    """In the child: a test that ends in any way leaves no daemon behind."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Daemon:
    def __init__(self, directory, name="one", config="", sockets=None,
                 environment=None, program=None, files=None):
        self.directory = os.path.join(directory, name)
        self.state = os.path.join(self.directory, "state")
        self.sockets = sockets or os.path.join(self.directory, "run")
        self.log_path = os.path.join(self.directory, "log")
        self.config = os.path.join(self.directory, "conf")
        os.makedirs(self.directory, 0o700, exist_ok=True)
        self.configure(config)
        self.environment = environment or {}
        self.program = program or os.environ["JINDUD"]
        self.files = files  # descriptors that it may have
        self.process = None
        self.notices = None

    def configure(self, config="", window="always", calendar=None):
        calendar = calendar or os.path.join(os.environ["JINDU_SOURCE"],
                                            "packaging", "calendar")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write("[notice]\nwindow = %s\n"
                       "[calendar]\ndirectory = %s\n%s" %
                       (window, calendar, config))

    @property
    def endpoint(self):
        return "ipc://%s/requests" % self.sockets

    def spawn(self):
        path = os.path.join(self.directory, "notify")
        if os.path.exists(path):
            os.unlink(path)
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(path)
        self.notices.settimeout(LIMIT_S)
        environment = dict(os.environ, NOTIFY_SOCKET=path,
                           **self.environment)
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "--config", self.config,
                 "--state", self.state, "--sockets", self.sockets],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=log, env=environment, preexec_fn=self.prepare)
        return self

    def prepare(self):
        """In the child, before it is jindud."""
        die_with_parent()
        if self.files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE,
                               (self.files, self.files))

    def told(self, word):
        """Until the daemon tells the service manager word."""
        while True:
            text = self.notices.recv(4096).decode()
            if word in text.split("\n"):
                return

    def is_ready(self, bell=None):
        """Waits until it is ready, or gone, or the bell rings; whether it is
        ready."""
        gone = os.pidfd_open(self.process.pid)
        try:
            while True:
                found, _, _ = select.select(
                    [self.notices, gone] + ([] if bell is None else [bell]),
                    [], [], LIMIT_S)
                assert found, "neither ready nor gone: " + self.log()
                if self.notices not in found:
                    return False
                if "READY=1" in self.notices.recv(4096).decode().split("\n"):
                    return True
        finally:
            os.close(gone)

    def start(self):
        self.spawn()
        try:
            self.told("READY=1")
        except socket.timeout:
            self.kill()
            raise AssertionError("not ready: " + self.log()) from None
        return self

    def wait(self):
        code = self.process.wait(LIMIT_S)
        self.process = None
        return code

    def reload(self):
        """Until the service manager knows that it is over."""
        self.process.send_signal(signal.SIGHUP)
        self.told("RELOADING=1")
        self.told("READY=1")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def log(self):
        with open(self.log_path, encoding="utf-8") as file:
            return file.read()

    def client(self):
        return Client(self.endpoint)


def load_plan(client, count, code="house"):
    """A live plan of count items, due far from today."""
    day = datetime.date.today() + datetime.timedelta(days=300)
    items = [{"no": no, "category": "道路", "name": "第%d号路" % no,
              "target": "通车", "units": ["建设办"], "persons": ["周明"],
              "leaders": [], "deadline": day.isoformat()}
             for no in range(1, count + 1)]
    draft = str(uuid.uuid4())
    client.call("plan.load", {
        "key": str(uuid.uuid4()), "plan": code, "draft": draft, "part": 1,
        "last": True, "items": items,
        "head": {"title": "试验", "year": day.year, "source": "0f" * 32}})
    client.call("plan.confirm", {
        "key": str(uuid.uuid4()), "plan": code, "draft": draft,
        "digest": draft_digest(items)})
    return code


def report(client, item=1, note="在建", code="house", key=None):
    return client.call("report.submit", {
        "key": key or str(uuid.uuid4()), "plan": code, "item": item,
        "percent": 40, "note": note})


def read_all(client, stream="all", after=0):
    """Every event of the stream after a position."""
    events = []
    while True:
        page = client.call("stream.read", {"stream": stream, "after": after})
        events += page["events"]
        after = page["next"]
        if after >= page["head"]:
            return events
