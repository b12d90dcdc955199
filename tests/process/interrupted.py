#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs a command on a terminal and presses Ctrl-C when it has said WORDS; its
end is that of the command, 1 when a signal ended it.  The last line tells how
the terminal was left.

Usage: interrupted.py WORDS COMMAND [ARGUMENT ...]
"""
import os
import signal
import sys
import termios

import terminal

CTRL_C = b"\003"
USUAL = termios.ICANON | termios.ECHO | termios.ISIG
PATIENCE_S = 60  # who has not ended by then does not hear Ctrl-C


def main():
    words, command = sys.argv[1].encode(), sys.argv[2:]
    pressed = False

    def answer(written):
        nonlocal pressed
        if pressed or words not in written:
            return b""
        pressed = True
        return CTRL_C

    signal.alarm(PATIENCE_S)
    status, side = terminal.converse(command, answer)
    modes = termios.tcgetattr(side)[3]
    print("\nthe terminal is %s" %
          ("as it was" if modes & USUAL == USUAL else "changed"))
    if not pressed:
        sys.exit(f"it never said {words!r}")
    sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 1)


if __name__ == "__main__":
    main()
