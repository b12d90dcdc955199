#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""plan_year: a year of a plan in minutes.

    plan_year.py --shim clock_shim.so --items 240 --kills 10 --backward 10

From 2024-01-01 on, 366 days: the daemon sleeps from hour to hour (00:00,
08:30, 14:00, 20:00), is killed at random moments of some of these instants,
and its clock is set back by minutes to a day at others: each time it has to
hold. Half of these steps are put right by a step forward, half are waited for. Some items are claimed on
the way. In the end each notice of the year was heard exactly once, none before
its instant by the rules of schedule.py, and each person had one digest for
each window in which something was told.

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
HOURS = ((0, 0), (8, 30), (14, 0), (20, 0))
CLAIM_HOUR = (20, 0)
UNCLAIMED = 0.05  # these come back every five working days all the year
CLAIM_DAYS = (-6, 25)  # from the deadline
MINUTE_MS = 60000
BACK_MS = (10 * MINUTE_MS, 24 * 60 * MINUTE_MS)  # from 5 on it is a hold
KILL_DELAY_MS = 30  # from the sleep: before, in and after what is due


class Year:
    def __init__(self, options):
        self.chance = random.Random(options.seed * 6007)
        self.instants = [instant(START + datetime.timedelta(days), *hour)
                         for days in range(options.days) for hour in HOURS][1:]
        self.kills = set(self.chance.sample(self.instants, options.kills))
        self.backward = set(self.chance.sample(self.instants,
                                               options.backward))
        self.stepped = 0
        self.claims = {}
        self.never = []

    def choose_claims(self, office):
        for no, deadline in office.deadlines.items():
            if self.chance.random() < UNCLAIMED:
                self.never.append(no)
            else:
                day = max(deadline + datetime.timedelta(
                    self.chance.randrange(*CLAIM_DAYS)), START)
                self.claims.setdefault(instant(day, *CLAIM_HOUR),
                                       []).append(no)

    def step_back(self, office):
        """What was due stays told; what follows is told when it is due."""
        wall = office.wall
        office.report(self.never[0])  # the newest instant on record is now
        before = wall.now()
        wall.step(-self.chance.randrange(*BACK_MS))
        self.stepped += 1
        office.until_held()
        if self.chance.random() < 0.5:
            if self.chance.random() < 0.5:
                office.restart()
            wall.step(before - wall.now())
        else:
            wall.sleep_until(before)

    def at(self, office, at_ms):
        if at_ms - office.wall.now() > 0:
            office.wall.sleep_until(at_ms)
        if at_ms in self.kills:
            # The wait is the moment of the kill, not a wait for a fact.
            time.sleep(self.chance.uniform(0, KILL_DELAY_MS) / 1000)
            office.restart()
        office.settle(at_ms)
        for no in self.claims.get(at_ms, ()):
            office.claim(no)
        if at_ms in self.backward:
            self.step_back(office)

    def work(self, office):
        self.choose_claims(office)
        began = time.monotonic()
        for at_ms in self.instants:
            self.at(office, at_ms)
        return office.verdict(
            self.instants[-1], row="year", days=office.options.days,
            steps=len(self.instants), backward=self.stepped,
            claims=len(office.claims),
            seconds=round(time.monotonic() - began))


def main():
    made = parser(__doc__)
    made.add_argument("--backward", type=int, required=True)
    options = made.parse_args()
    office = Office(options, START, spread(
        options.items, FIRST, options.days - (FIRST - START).days - 1,
        random.Random(options.seed)))
    return run(office, options, Year(options).work)


if __name__ == "__main__":
    sys.exit(main())
