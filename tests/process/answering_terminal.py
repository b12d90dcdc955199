#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs a command on a terminal that says where its cursor stands, and prints
what it wrote.

Usage: answering_terminal.py COLUMN|silent COMMAND [ARGUMENT ...]
"""
import errno
import os
import pty
import sys

QUESTION = b"\033[6n"


def main():
    column, command = sys.argv[1], sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    written = b""
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError as error:  # nobody has the other side any more
            if error.errno != errno.EIO:
                raise
            break
        if not more:
            break
        asked = written.count(QUESTION)
        written += more
        if column != "silent" and written.count(QUESTION) > asked:
            os.write(terminal, b"x\033[5;%dR" % int(column))
    _, status = os.waitpid(child, 0)
    sys.stdout.write(written.decode().replace("\r", ""))
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
