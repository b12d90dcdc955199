# SPDX-License-Identifier: MIT
"""house: a real jindud in a directory of its own, for the process tests.

Nothing here waits for time: a daemon is up when it says READY=1, and gone when
the kernel says so.
"""
import ctypes
import datetime
import os
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
                 environment=None):
        self.directory = os.path.join(directory, name)
        self.state = os.path.join(self.directory, "state")
        self.sockets = sockets or os.path.join(self.directory, "run")
        self.log_path = os.path.join(self.directory, "log")
        self.config = os.path.join(self.directory, "conf")
        os.makedirs(self.directory, 0o700, exist_ok=True)
        calendar = os.path.join(os.environ["JINDU_SOURCE"], "packaging",
                                "calendar")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write("[notice]\nwindow = always\n"
                       "[calendar]\ndirectory = %s\n%s" % (calendar, config))
        self.environment = environment or {}
        self.process = None
        self.notices = None

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
                [os.environ["JINDUD"], "--config", self.config,
                 "--state", self.state, "--sockets", self.sockets],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=log, env=environment, preexec_fn=die_with_parent)
        return self

    def told(self, word):
        """Until the daemon tells the service manager word."""
        while True:
            text = self.notices.recv(4096).decode()
            if word in text.split("\n"):
                return

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
