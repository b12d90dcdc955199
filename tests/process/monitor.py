# SPDX-License-Identifier: MIT
"""monitor: what libzmq tells of a socket's connections, for the process tests.

pyzmq names a monitor after its socket's descriptor.  The kernel gives the
number away again at once, libzmq the name only when it has reaped the socket:
the next monitor may find it in use.  So each has a name of its own here.
"""
import itertools

numbers = itertools.count(1)


def monitor_of(socket, events):
    return socket.get_monitor_socket(
        events, "inproc://monitor-%d" % next(numbers))
