# SPDX-License-Identifier: MIT
"""schedule: which notices a plan must bring forth, by the rules alone.

Written from the rules R1, R4, R12 and from the calendar files; it shares no
line with the daemon. Notices to people leave at 08:30 of working days.
"""
import datetime
import json
import os

from wall import instant

OPENING = (8, 30)
REPEAT_WD = 5
DAY = datetime.timedelta(days=1)


class Calendar:
    def __init__(self, directory):
        self.listed = {}
        for name in sorted(os.listdir(directory)):
            with open(os.path.join(directory, name), encoding="utf-8") as file:
                for day in json.load(file)["days"]:
                    self.listed[datetime.date.fromisoformat(day["date"])] = \
                        not day["isOffDay"]

    def works(self, day):
        return self.listed.get(day, day.weekday() < 5)

    def walk(self, day, count):
        """The count-th working day after it, or before it when negative."""
        way = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += way
            while not self.works(day):
                day += way
        return day


def to_people(calendar, deadline, until):
    """(stage, occurrence, instant) of one deadline, mildest first."""
    today = deadline if calendar.works(deadline) else calendar.walk(deadline,
                                                                    -1)
    days = [("T-3wd", 1, calendar.walk(deadline, -3)),
            ("T-1wd", 1, calendar.walk(deadline, -1)), ("T", 1, today),
            ("O+1wd", 1, calendar.walk(deadline, 1)),
            ("O+3wd", 1, calendar.walk(deadline, 3))]
    day, occurrence = calendar.walk(deadline, REPEAT_WD), 1
    while instant(day) <= until:
        days.append(("O+5wd", occurrence, day))
        day, occurrence = calendar.walk(day, REPEAT_WD), occurrence + 1
    return [(stage, number, instant(day, *OPENING))
            for stage, number, day in days]


def schedule(calendar, items, until):
    """{(no, stage, occurrence): instant} up to an instant. items: {no: (the
    deadline, the instant of the claim or None)}. Of two stages at one instant
    the milder is superseded (R3)."""
    wanted = {}
    for no, (deadline, claimed) in items.items():
        end = until if claimed is None else min(until, claimed - 1)
        alive = {at: (stage, number) for stage, number, at in
                 to_people(calendar, deadline, end) if at <= end}
        for at, (stage, number) in alive.items():
            wanted[no, stage, number] = at
        state = instant(deadline + DAY)
        if state <= end:
            wanted[no, "overdue", 1] = state
    return wanted
