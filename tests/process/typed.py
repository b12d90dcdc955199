#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs a command on a terminal and types KEYS when it has said WORDS; its end
is that of the command, 1 when a signal ended it.  The last line tells how the
terminal was left.

Usage: typed.py KEYS WORDS COMMAND [ARGUMENT ...]
"""
import os
import signal
import sys
import termios

import terminal

USUAL = termios.ICANON | termios.ECHO | termios.ISIG
PATIENCE_S = 60  # who has not ended by then does not hear them


def main():
    keys, words = os.fsencode(sys.argv[1]), os.fsencode(sys.argv[2])
    typed = False

    def answer(written):
        nonlocal typed
        if typed or words not in written:
            return b""
        typed = True
        return keys

    signal.alarm(PATIENCE_S)
    status, side = terminal.converse(sys.argv[3:], answer)
    modes = termios.tcgetattr(side)[3]
    print("\nthe terminal is %s" %
          ("as it was" if modes & USUAL == USUAL else "changed"))
    if not typed:
        sys.exit(f"it never said {words!r}")
    sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 1)


if __name__ == "__main__":
    main()
