# SPDX-License-Identifier: MIT
"""wall: the wall clock of one daemon, moved from outside by clock_shim.

A library for notice_once.py and plan_year.py. The real clock goes on; between
two moves the daemon's clock goes with it.
"""
import datetime
import os
import struct
import subprocess
import time

NS = 10**9
ZONE = datetime.timezone(datetime.timedelta(hours=8))  # Asia/Shanghai


def preload(program, shim):
    """What LD_PRELOAD has to be: a sanitizer's runtime comes first."""
    needed = subprocess.run(["ldd", program], check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    first = [line.split()[2] for line in needed.splitlines()
             if "libasan" in line]
    return " ".join(first + [shim])


def instant(day, hour=0, minute=0):
    """UTC milliseconds of a time of the office."""
    at = datetime.datetime.combine(day, datetime.time(hour, minute), ZONE)
    return int(at.timestamp()) * 1000


class Wall:
    def __init__(self, path, start_ms):
        self.path = path
        self.slept, self.set = 0, 0
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC,
                            0o600)
        self.step(start_ms - self.now())

    def now(self):
        return (time.time_ns() + self.slept + self.set) // 10**6

    def _write(self):
        os.pwrite(self.file, struct.pack("=qq", self.slept, self.set), 0)

    def sleep_until(self, at_ms):
        """The machine is suspended until then; nobody sets the clock."""
        self.slept += max(at_ms - self.now(), 0) * 10**6
        self._write()

    def step(self, by_ms):
        """Somebody sets the clock."""
        self.set += by_ms * 10**6
        self._write()

    def environment(self, program, shim):
        return {"CLOCK_SHIM": self.path, "LD_PRELOAD": preload(program, shim),
                "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}
