# SPDX-License-Identifier: MIT
"""view: a command as somebody sees it: in a locale, on a terminal or a pipe.

What a terminal gets is decoded by the codeset of its locale, strictly: a byte
that it could not show is a fault, and so is a line that it would break.  What
is typed there has that codeset, too; a character that it lacks cannot be typed
and is a question mark.
"""
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import tty
import unicodedata

from house import LIMIT_S, die_with_parent

ROWS = 24
QUESTION = b"] "
SINKS = ("80", "120", "pipe")
LOCALES = {  # the codeset, and what names the locale
    "C": ("ascii", {"LC_ALL": "C"}),
    "C.UTF-8": ("utf-8", {"LC_ALL": "C.UTF-8"}),
    "C.UTF-8+zh_CN": ("utf-8", {"LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN"}),
    "zh_CN.UTF-8": ("utf-8", {"LC_ALL": "zh_CN.UTF-8"}),
    "zh_CN.GBK": ("gbk", {"LC_ALL": "zh_CN.GBK"}),
}
SEQUENCE = re.compile("\x1b\\[[0-9;]*m")


def cells(text, wide):
    """The width of a text; wide: ambiguous characters take two cells."""
    double = "WFA" if wide else "WF"
    return sum(0 if unicodedata.combining(letter) else
               1 + (unicodedata.east_asian_width(letter) in double)
               for letter in text)


class View:
    def __init__(self, locale, sink):
        self.locale, self.sink = locale, sink
        self.codeset, self.variables = LOCALES[locale]
        self.faults = []

    def fault(self, command, what):
        self.faults.append("%s %s: $ %s: %s" % (
            self.locale, self.sink, command, what))

    def decode(self, command, codeset, raw):
        try:
            return raw.decode(codeset)
        except UnicodeDecodeError as error:
            self.fault(command, "not %s: %s" % (codeset, error))
            return raw.decode(codeset, "backslashreplace")

    def keyed(self, text):
        """The bytes that the keys make: of UTF-8 where the locale says ASCII."""
        codeset = "utf-8" if self.codeset == "ascii" else self.codeset
        return text.encode(codeset, "replace")

    def run(self, command, typed, environment, directory):
        """The text of a command, and its exit status."""
        environment = dict(environment, **self.variables)
        if self.sink == "pipe":
            return self.pipe(command, environment, directory)
        return self.terminal(command, typed, environment, directory)

    def pipe(self, command, environment, directory):
        done = subprocess.run(
            ["sh", "-c", self.keyed(command)], env=environment, cwd=directory,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=LIMIT_S, check=False,
            preexec_fn=die_with_parent)
        text = self.decode(command, "utf-8", done.stdout)
        told = self.decode(command, "utf-8", done.stderr)
        if text and not text.endswith("\n"):
            text += "\n"
        return text + "".join("2> %s\n" % line for line in
                              told.splitlines()), done.returncode

    def terminal(self, command, typed, environment, directory):
        master, slave = pty.openpty()
        tty.setraw(slave)
        fcntl.ioctl(slave, termios.TIOCSWINSZ,
                    struct.pack("HHHH", ROWS, int(self.sink), 0, 0))
        running = subprocess.Popen(
            ["sh", "-c", self.keyed(command)], env=environment, cwd=directory,
            stdin=slave if typed else subprocess.DEVNULL, stdout=slave,
            stderr=slave, start_new_session=True,
            preexec_fn=die_with_parent)
        os.close(slave)
        answers = self.keyed(typed).splitlines(keepends=True)
        raw = b""
        while select.select([master], [], [], LIMIT_S)[0]:
            try:
                raw += os.read(master, 65536)
            except OSError:  # EIO: nobody holds the other end
                break
            if answers and raw.endswith(QUESTION):
                raw += answers[0]  # as the terminal echoes it
                os.write(master, answers.pop(0))
        else:
            running.kill()
            self.fault(command, "it does not end")
        os.close(master)
        text = self.decode(command, self.codeset, raw)
        return text, running.wait(LIMIT_S)

    def look(self, command, text):
        """Whether the terminal would break a line."""
        if self.sink == "pipe":
            return
        wide = self.codeset == "gbk" or "AMBIGUOUS_WIDTH=2" in command
        for line in text.splitlines():
            if line.startswith("  jindu "):  # a command to be copied whole
                continue
            if cells(SEQUENCE.sub("", line), wide) > int(self.sink):
                self.fault(command, "too wide: " + line)
