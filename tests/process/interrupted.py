#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs a command on a terminal and presses Ctrl-C when it has said WORDS; its
end is that of the command, 1 when a signal ended it.  The last line tells how
the terminal was left.

Usage: interrupted.py WORDS COMMAND [ARGUMENT ...]
"""
import errno
import os
import pty
import signal
import sys
import termios

CTRL_C = b"\003"
USUAL = termios.ICANON | termios.ECHO | termios.ISIG
PATIENCE_S = 60  # who has not ended by then does not hear Ctrl-C


def main():
    words, command = sys.argv[1].encode(), sys.argv[2:]
    signal.alarm(PATIENCE_S)
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    written = b""
    pressed = False
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError as error:  # nobody has the other side any more
            if error.errno != errno.EIO:
                raise
            break
        if not more:
            break
        written += more
        if words in written and not pressed:
            pressed = True
            os.write(terminal, CTRL_C)
    _, status = os.waitpid(child, 0)
    sys.stdout.write(written.decode().replace("\r", ""))
    modes = termios.tcgetattr(terminal)[3]
    print("\nthe terminal is %s" %
          ("as it was" if modes & USUAL == USUAL else "changed"))
    if not pressed:
        sys.exit(f"it never said {words!r}")
    sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 1)


if __name__ == "__main__":
    main()
