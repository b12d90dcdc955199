# SPDX-License-Identifier: MIT
"""zmtp: the bytes of ZMTP 3 (RFC 23), right and wrong, for the hostile peers of
garbage.py.

Each mode is a coroutine with one connection, peer: it sends what it is named
for, and ends when it is done or cut.  peer.kind is a socket type that the other
side takes.  ATTACKS lists the modes.
"""
import asyncio
import struct

GREETING = 64
MECHANISMS = (b"NULL", b"CURVE", b"PLAIN", b"GSSAPI", b"X" * 20, b"")
TOPICS = 200  # in one piece
PARTS = 2000


def greeting(mechanism=b"NULL", major=3, minor=0, server=0):
    return b"\xff" + bytes(8) + b"\x7f" + bytes([major, minor]) + \
        mechanism.ljust(20, b"\0")[:20] + bytes([server]) + bytes(31)


def frame(body, flags=0):
    if len(body) < 256:
        return bytes([flags, len(body)]) + body
    return bytes([flags | 2]) + struct.pack(">Q", len(body)) + body


def command(name, body=b""):
    return frame(bytes([len(name)]) + name + body, 4)


def ready(kind=b"DEALER"):
    return command(b"READY", b"\x0bSocket-Type" +
                   struct.pack(">I", len(kind)) + kind)


def curve_hello(random):
    return command(b"HELLO", b"\1\0" + bytes(72) + random.randbytes(120))


async def noise(peer, random):
    await peer.send(random.randbytes(random.choice(
        (1, 9, 10, 11, 12, 63, 64, 65, 200, 5000))))
    await peer.wait(1)


async def bent(peer, random):
    """A greeting that is nearly right, and ends somewhere."""
    data = bytearray(greeting(random.choice(MECHANISMS[:3])) + ready(peer.kind))
    for _ in range(random.randint(1, 8)):
        data[random.randrange(len(data))] = random.randrange(256)
    await peer.send(data[:random.randint(1, len(data))])
    await peer.wait(1)


async def versions(peer, random):
    await peer.send(greeting(
        random.choice(MECHANISMS), random.choice((0, 1, 2, 3, 4, 255)),
        random.choice((0, 1, 9, 255)), random.choice((0, 1, 2, 255))) +
        random.randbytes(random.choice((0, 2, 40))))
    await peer.wait(1)


async def mute(peer, _):
    await peer.wait()


async def slow(peer, _):
    """One byte a second, which is the attack."""
    for byte in greeting() + ready(peer.kind):
        await peer.send(bytes([byte]))
        if await peer.wait(1):
            return
    await peer.wait()


async def half(peer, random):
    start, rest = random.choice(((greeting(), ready(peer.kind)),
                                 (greeting(b"CURVE"), curve_hello(random))))
    await peer.send(start + rest[:random.randrange(len(rest))])
    await peer.wait()


async def null(peer, random):
    await peer.send(greeting() + ready(peer.kind))
    await peer.is_answered()
    await peer.send(frame(b"hello") * 3 + frame(random.randbytes(9)))
    await peer.wait(1)


async def curve(peer, random):
    """Commands of the handshake, of every length and in any order."""
    data = greeting(b"CURVE")
    for _ in range(random.randint(1, 4)):
        name = random.choice((b"HELLO", b"INITIATE", b"READY", b"ERROR",
                              b"MESSAGE", b"WELCOME", b"", b"HELL"))
        if name == b"HELLO" and random.random() < 0.6:
            data += curve_hello(random)
        else:
            data += command(name, random.randbytes(random.choice(
                (0, 1, 113, 193, 194, 195, 256, 257, 258, 300, 4000, 70000))))
    await peer.send(data)
    await peer.wait(1)


async def huge(peer, random):
    """A frame that says it is far longer than memory."""
    await peer.send(greeting() + ready(peer.kind))
    await peer.is_answered()
    size = random.choice((2**31, 2**32, 2**40, 2**62, 2**63 - 1, 2**63,
                          2**64 - 1))
    await peer.send(bytes([random.choice((2, 3, 6))]) +
                    struct.pack(">Q", size) + random.randbytes(100))
    await peer.wait(1)


async def flags(peer, random):
    """Reserved bits, empty long frames, commands where no command is."""
    await peer.send(greeting(minor=random.choice((0, 1))) + ready(peer.kind))
    await peer.is_answered()
    for _ in range(5):
        await peer.send(random.choice((
            bytes([random.randrange(8, 256), 3]) + b"abc",
            bytes([2]) + bytes(8), frame(b"", 1), command(b"READY", b"x"),
            command(b"NOSUCH", b"y" * 50), command(b"PING"),
            bytes([5, 1, 0]), command(b"ERROR", b"\xffx"),
            frame(random.randbytes(9)))))
    await peer.wait(1)


async def endless(peer, _):
    """One message of parts, the last of which never comes."""
    await peer.send(greeting() + ready(peer.kind))
    await peer.is_answered()
    while True:
        await peer.send(frame(b"e" * 200, 1) * PARTS)


async def topics(peer, random):
    """Subscriptions, all of them new."""
    await peer.send(greeting() + ready(b"SUB"))
    await peer.is_answered()
    while True:
        await peer.send(b"".join(frame(b"\1%030d" % random.getrandbits(90))
                                 for _ in range(TOPICS)))


async def pings(peer, _):
    """PINGs, and the PONGs stay unread."""
    await peer.send(greeting(minor=1) + ready(peer.kind))
    await peer.is_answered()
    peer.pause()
    while True:
        await peer.send(command(b"PING", b"\0\x0a" + b"c" * 16) * PARTS)


async def churn(peer, random):
    await peer.send(greeting()[:random.randint(0, GREETING)])
    await asyncio.sleep(0)


ATTACKS = (noise, bent, versions, mute, slow, half, null, curve, huge, flags,
           endless, topics, pings, churn)
# They wait, and the daemon has to end that.
WAITING = (mute, slow, half)
# Whom it has let in: what they may cost is bounded elsewhere.
STREAMS = (endless, topics, pings)
