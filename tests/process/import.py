#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""import.py NAME DIRECTORY: one test with a real daemon; import.bats names
them.

An import that ends at any message leaves nothing live.  A relay between the
program and the daemon counts the messages and ends the program.
"""
import os
import signal
import subprocess
import sys

import zmq

from house import LIMIT_S, Daemon, die_with_parent
from pyclient import Refusal

ROWS = 900  # several parts, the last one not full
LIMIT_MS = LIMIT_S * 1000


def table(path, rows, word="修"):
    with open(path, "w", encoding="utf-8") as file:
        file.write("清河镇2031年重点工作计划,,,,,,,\n"
                   "序号,类别,任务名称,目标任务,责任单位,责任人,责任领导,"
                   "完成时限\n")
        for no in range(1, rows + 1):
            file.write("%d,道路,%s第%d号路,完成%d公里,工程办,李乙,孙丙,"
                       "2031年12月31日\n" % (no, word, no, no))
    return path


class Relay:
    """Between one program and the daemon: hands on so many requests of the
    import, and then says that it is time."""

    def __init__(self, directory, daemon):
        self.endpoint = "ipc://%s/relay" % directory
        self.context = zmq.Context()
        self.front = self.context.socket(zmq.ROUTER)
        self.front.bind(self.endpoint)
        self.back = self.context.socket(zmq.DEALER)
        self.back.connect(daemon.endpoint)

    def close(self):
        self.front.close(0)
        self.back.close(0)
        self.context.term()

    def run(self, process, stop_at, hand_on):
        """Until the program ended or stop_at requests of the import were seen;
        how many were.  The last of them is handed on or kept."""
        gone = os.pidfd_open(process.pid)
        poller = zmq.Poller()
        for socket in (self.front, self.back, gone):
            poller.register(socket, zmq.POLLIN)
        seen = 0
        peer = None
        try:
            while True:
                ready = dict(poller.poll(LIMIT_MS))
                assert ready, "neither a message nor an end"
                if self.back in ready:
                    frames = self.back.recv_multipart()
                    if peer is not None:
                        self.front.send_multipart([peer] + frames)
                if self.front in ready:
                    peer, *frames = self.front.recv_multipart()
                    seen += b'"plan.load"' in frames[-1] or (
                        b'"plan.confirm"' in frames[-1])
                    if seen < stop_at or hand_on:
                        self.back.send_multipart(frames)
                    if seen == stop_at:
                        return seen
                if gone in ready:
                    return seen
        finally:
            os.close(gone)


def start(endpoint, path, plan, *more):
    return subprocess.Popen(
        [os.path.join(os.environ["JINDU_BUILD"], "client", "jindu"),
         "--server", endpoint, "--timeout", str(LIMIT_S), "--no-input",
         "--plan", plan, "plan", "import", "--accept-guesses", path] +
        list(more),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, preexec_fn=die_with_parent)


def finish(endpoint, path, plan, *more):
    process = start(endpoint, path, plan, *more)
    _, words = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 0, words


def live(client, plan):
    """The revision of the plan and how many items it has; None: not live."""
    try:
        view = client.call("plan.show", {"plan": plan})
    except Refusal as refusal:
        assert refusal.status == "not_found", refusal.error
        return None
    return view["revision"], view["items"]


def cut(directory, daemon, path, plan, stop_at, hand_on, how):
    """An import that ends at a request; False when it has fewer."""
    relay = Relay(directory, daemon)
    try:
        process = start(relay.endpoint, path, plan)
        seen = relay.run(process, stop_at, hand_on)
        if seen == stop_at:
            process.send_signal(how)
        _, words = process.communicate(timeout=LIMIT_S)
        code = process.returncode
        assert code == (-how if seen == stop_at else 0), (code, words)
        assert ("\nstopped" in words) == (code == -signal.SIGINT), words
        return seen == stop_at
    finally:
        relay.close()


def every_message(directory, before, after):
    """Ends an import at each of its messages.  before: what is live; after: and
    what it would make of it."""
    daemon = Daemon(directory).start()
    client = daemon.client()
    path = table(os.path.join(directory, "plan.csv"), ROWS, "拓")
    plan = "cut"
    if before is not None:
        finish(daemon.endpoint,
               table(os.path.join(directory, "old.csv"), before[1]), plan)
    stop_at = 0
    going = True
    while going:
        stop_at += 1
        how = signal.SIGINT if stop_at % 2 else signal.SIGKILL
        assert live(client, plan) == before, live(client, plan)
        going = cut(directory, daemon, path, plan, stop_at, False, how)
        if going:
            assert live(client, plan) == before, live(client, plan)
    assert stop_at > 4, "too few parts to mean anything: %d" % stop_at
    assert live(client, plan) == after, live(client, plan)
    client.close()
    assert daemon.stop() == 0


def nothing_is_live(directory):
    every_message(directory, None, (1, ROWS))


def what_was_live_stays(directory):
    every_message(directory, (1, 5), (2, ROWS))


def a_confirm_without_answer_is_whole(directory):
    """Its last message arrives: all of it is live, or nothing."""
    daemon = Daemon(directory).start()
    client = daemon.client()
    path = table(os.path.join(directory, "plan.csv"), ROWS)
    parts = 0
    while cut(directory, daemon, path, "count", parts + 1, False,
              signal.SIGKILL):
        parts += 1
    assert cut(directory, daemon, path, "whole", parts, True, signal.SIGKILL)
    assert live(client, "whole") in (None, (1, ROWS)), live(client, "whole")
    finish(daemon.endpoint, path, "whole")
    assert live(client, "whole") == (1, ROWS)
    client.close()
    assert daemon.stop() == 0


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2])
