#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""An allocation of the whole daemon is refused, place by place: it answers no
or ends at once (libzmq does), and what it acknowledged is there.

    refused_memory.py --jindud FILE --shim FILE [--places N]

Prints one line of figures; 77 when there is no such jindud.
"""
import argparse
import json
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "process"))
from house import Daemon  # noqa: E402
from pyclient import Client, Refusal, Silence, draft_digest  # noqa: E402

REPORTS = 20
RUN_LENGTH = 3  # a trouble that lasts
DRAFT = "01900000-0000-7000-9000-000000000001"
ITEMS = [{"category": "", "deadline": "2099-12-31", "leaders": [],
          "name": "work", "no": number, "persons": ["Li"],
          "target": "all of it", "units": ["office"]} for number in (1, 2)]
# Said by a daemon that is whole, about itself.
HONEST = ("no_memory", "storage", "busy", "closed", "internal")


def key(number):
    return "01900000-0000-7000-8000-%012x" % number


def requests(client):
    yield client.text("plan.load", {
        "key": key(1), "plan": "s", "draft": DRAFT, "part": 1, "last": True,
        "head": {"title": "s", "year": 2099}, "items": ITEMS})
    yield client.text("plan.confirm", {
        "key": key(2), "plan": "s", "draft": DRAFT,
        "digest": draft_digest(ITEMS)})
    for number in range(REPORTS):
        yield client.text("report.submit", {
            "key": key(3 + number), "plan": "s", "item": 1 + number % 2,
            "percent": number})


class Sweep:
    def __init__(self, options, directory):
        self.options = options
        self.directory = directory
        self.answered = 0
        self.refused = 0
        self.ended = 0

    def play(self, number, first, count):
        """One life of a daemon; the wrong thing it did, or None."""
        report = os.path.join(self.directory, "report")
        daemon = Daemon(self.directory, str(number), program=os.path.abspath(
            self.options.jindud), environment={
                "LD_PRELOAD": os.path.abspath(self.options.shim),
                "REFUSE_FIRST": str(first), "REFUSE_COUNT": str(count),
                "REFUSE_REPORT": report})
        client = Client(daemon.endpoint)
        try:
            daemon.spawn()
            if not daemon.is_ready():
                self.bury(daemon)
            answers = {}
            for request in requests(client):
                wrong = self.ask(daemon, client, request, answers)
                if wrong:
                    return wrong
            if daemon.process is not None and daemon.stop() < 0:
                self.ended += 1
            return self.check(daemon, client, answers)
        finally:
            client.close()
            daemon.kill()
            shutil.rmtree(daemon.directory)

    def bury(self, daemon):
        """It has ended by itself, or is ended; and begins again, with memory
        for everything."""
        daemon.wait()
        self.ended += 1
        daemon.environment = {}
        daemon.start()

    def ask(self, daemon, client, request, answers):
        for _ in range(2 * RUN_LENGTH + 2):
            try:
                answer = client.send(request)
            except Silence:
                if daemon.process.poll() is None:
                    return "it neither answers nor ends: " + daemon.log()
                self.bury(daemon)
                continue
            error = json.loads(answer).get("error")
            if error is None:
                answers[request] = answer
                self.answered += 1
                return None
            if error["data"]["status"] not in HONEST:
                return "it says %r" % error
            self.refused += 1
        return "it refuses again and again: " + daemon.log()

    def check(self, daemon, client, answers):
        daemon.environment = {}
        client.close()
        daemon.start()
        for request, answer in answers.items():
            if client.send(request) != answer:
                return "an answer does not come again"
        try:
            events = client.call("report.list", {
                "plan": "s", "kinds": ["jindu.report."], "limit": 200})
        except Refusal as refusal:
            return "report.list: %s" % refusal.status
        if len(events["events"]) != REPORTS:
            return "%d reports, not %d" % (len(events["events"]), REPORTS)
        return None if daemon.stop() == 0 else "it does not stop well"

    def count(self):
        wrong = self.play(0, 0, 0)
        if wrong:
            raise SystemExit("refused_memory: undisturbed: " + wrong)
        with open(os.path.join(self.directory, "report"),
                  encoding="ascii") as file:
            return int(file.read())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jindud", required=True)
    parser.add_argument("--shim", required=True)
    parser.add_argument("--places", type=int, default=50)
    options = parser.parse_args()

    if not os.path.exists(options.jindud):
        print("refused_memory: skipped: no jindud without sanitizers at '%s'"
              % options.jindud)
        return 77
    with tempfile.TemporaryDirectory(prefix="jindu-refuse-") as directory:
        sweep = Sweep(options, directory)
        total = sweep.count()
        places = min(options.places or total, total)
        for place in range(places):
            first = 1 + place * total // places
            wrong = sweep.play(place + 1, first,
                               RUN_LENGTH if place % 2 else 1)
            if wrong:
                print("refused_memory: allocation %d of %d: %s" %
                      (first, total, wrong))
                return 1
    print(json.dumps({
        "test": "refused_memory", "allocations": total, "places": places,
        "answered": sweep.answered, "refused": sweep.refused,
        "ended": sweep.ended, "wrong": 0}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
