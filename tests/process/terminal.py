# SPDX-License-Identifier: MIT
"""terminal: a command on a terminal of its own, for the process tests."""
import errno
import os
import pty
import sys

# What is not of it is a fault.
CODESET = os.environ.get("TERMINAL_CODESET", "utf-8")


def converse(command, answer):
    """Runs command, and after each piece that it wrote types what answer()
    says to all that it wrote.  Prints the whole at the end; returns the
    command's wait status and the terminal, which is still open."""
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
        written += more
        typed = answer(written)
        if typed:
            os.write(terminal, typed)
    _, status = os.waitpid(child, 0)
    sys.stdout.write(written.decode(CODESET).replace("\r", ""))
    return status, terminal
