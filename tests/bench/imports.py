# SPDX-License-Identifier: MIT
"""imports: a plan of 100,000 rows read, compared and made live by jindu, while
another client reads and reports.

The figures of the program are those of its whole process.
"""
import os
import subprocess
import threading
import time

from bed import house

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
HEAD = ("千河镇2099年重点工作计划,,,,,,,\n"
        "序号,项目名称,项目内容,目标任务,责任单位,责任人,责任领导,完成时限\n")


def row(no, text, word=""):
    return ("%d,道路,第%d号公路提升,完成第%d段路面拓宽3.2公里，增设路灯60盏"
            "，力争北段完成立项%s,%d办,周%d,吴%d,2099年%d月28日\n" % (
                no, text, text, word, text % 40, text % 200, text % 20,
                text % 12 + 1))


def table(bench, name, rows):
    path = os.path.join(bench.work, name + ".csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(rows)
    return path


class Neighbour(threading.Thread):
    """Another client: the longest it waited for a read and for a report."""

    def __init__(self, daemon):
        super().__init__()
        self.daemon_of = daemon
        self.ended = threading.Event()
        self.waited = {"read": 0.0, "report": 0.0}

    def run(self):
        client = self.daemon_of.client()
        while not self.ended.wait(0.01):
            for what, ask in (
                    ("read", lambda: client.call(
                        "item.show", {"plan": "other", "item": 1})),
                    ("report", lambda: house.report(client, code="other"))):
                began = time.monotonic()
                ask()
                self.waited[what] = max(
                    self.waited[what], time.monotonic() - began)
        client.close()

    def end(self):
        self.ended.set()
        self.join()
        return "a read %.0f ms, a report %.0f ms" % (
            self.waited["read"] * 1000, self.waited["report"] * 1000)


def peak_mib(pid):
    with open("/proc/%d/status" % pid, encoding="ascii") as file:
        return [int(line.split()[1]) for line in file
                if line.startswith("VmHWM:")][0] / 1024


def run(bench, daemon, what, *words):
    neighbour = Neighbour(daemon)
    neighbour.start()
    began = time.monotonic()
    process = subprocess.Popen(
        [os.path.join(bench.build, "client", "jindu"), "--server",
         daemon.endpoint, "--plan", "big", "--no-input", "--timeout", "120",
         "plan", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, code, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    seconds = time.monotonic() - began
    waited = neighbour.end()
    if process.returncode not in (0, 10):
        raise SystemExit("bench: jindu gave up: %d" % process.returncode)
    bench.table.add("%s of %d rows" % (what, ROWS),
                    "%.1f s, jindu %.0f MiB, jindud %.0f MiB" % (
                        seconds, used.ru_maxrss / 1024,
                        peak_mib(daemon.process.pid)))
    bench.table.add("another client meanwhile waited at most", waited)


def measure(bench):
    daemon = bench.daemon("imports")
    daemon.start()
    client = daemon.client()
    house.load_plan(client, 3, code="other")
    client.close()
    first = table(bench, "first", (row(no, no) for no in range(1, ROWS + 1)))
    third = table(bench, "third", (
        row(no, no, "" if no % 3 else "，年内验收")
        for no in range(1, ROWS + 1)))
    moved = table(bench, "moved", (
        row(no, no - 1 or ROWS + 1) for no in range(1, ROWS + 2)))
    run(bench, daemon, "a first import", "import", "--accept-guesses",
        first)
    run(bench, daemon, "a third changed: import", "import",
        "--accept-guesses", third)
    run(bench, daemon, "every number moved by one: diff", "diff", moved)
    daemon.stop()
