#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""notice_once: jindud is killed in the middle of what is due, again and again.

    notice_once.py --shim clock_shim.so --items 300 --kills 100 [--days 366]

The daemon sleeps to each instant at which its plan has something due, and is
killed after a random number of the events of that instant were heard, or while
none was; as long as some are missing, it may be killed there again. One
follower hears stream "all" from its position. In the end each notice that the
rules name was heard exactly once and in order, and each person had one digest
for each window.

JINDUD is the program and JINDU_SOURCE the project. Prints one line of figures;
exit 0 when all of them are as they must be.
"""
import datetime
import random
import sys
import time

from office import Office, parser, run, spread
from wall import instant

START = datetime.date(2024, 1, 1)
FIRST = datetime.date(2024, 1, 10)
DELAY_MS = 5  # of a kill that waits for no event: about what a burst lasts


class Once:
    def __init__(self, office, per_instant):
        self.office = office
        self.per_instant = per_instant
        self.interrupted = 0  # kills that something was issued after
        self.chance = random.Random(office.options.seed * 7919)

    def kill_within(self, target):
        """After some of the events were heard, or while none was yet."""
        if self.chance.random() < 0.3:
            # The wait is the moment of the kill, not a wait for a fact.
            time.sleep(self.chance.uniform(0, DELAY_MS) / 1000)
        else:
            ear = self.office.ear
            ear.hear_up_to(self.chance.randrange(ear.position, target))
        killed_at = self.office.wall.now()
        self.office.restart()
        return killed_at

    def at(self, at_ms, burst):
        office, kills = self.office, []
        first, target = len(office.ear.taken), office.ear.position + burst
        office.wall.sleep_until(at_ms)
        for _ in range(self.per_instant):
            if office.kills < office.options.kills and \
                    office.ear.position < target:
                kills.append(self.kill_within(target))
        office.settle(at_ms)
        issued = [one[3] for one in office.ear.taken[first:]
                  if one and len(one) == 4]
        self.interrupted += sum(1 for kill in kills if max(issued) > kill)

    def work(self, office):
        end = instant(START + datetime.timedelta(days=office.options.days))
        wanted = office.wanted(end)
        bursts = {}
        for at in wanted.values():
            bursts[at] = bursts.get(at, 0) + 1
        for _, at in office.digests_wanted(wanted):
            bursts[at] += 1
        for at in sorted(bursts):
            self.at(at, bursts[at])
        code = office.verdict(end, row="once", instants=len(bursts),
                              interrupted=self.interrupted)
        if office.kills < office.options.kills:
            print("only %d kills fell into a burst: no verdict" % office.kills)
            return 2
        return code


def main():
    made = parser(__doc__)
    made.add_argument("--per-instant", type=int, default=2)
    options = made.parse_args()
    chance = random.Random(options.seed)
    office = Office(options, START, spread(
        options.items, FIRST, options.days - (FIRST - START).days - 1, chance))
    return run(office, options, Once(office, options.per_instant).work)


if __name__ == "__main__":
    sys.exit(main())
