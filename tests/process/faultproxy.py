# SPDX-License-Identifier: MIT
"""faultproxy: stands where a local socket stood, and does to what passes what
a bad network does.

    proxy = Proxy(seed)
    proxy.listen(path)      whoever connects there talks to PATH.real
    proxy.mode = "cut"      for every connection, from now on
    proxy.mode = None       healed: what passes, passes as it is

delay    each piece waits
dribble  a few bytes at a time
cut      a connection ends, part of a piece through
flip     one bit of what a daemon says, or of the handshake of who asks: a
         request that was changed is another request, which nobody could tell
halve    one direction of a connection ends, for good
stall    nothing passes; after healing it goes on
"""
import asyncio
import os
import random
import threading

MODES = ("delay", "dribble", "cut", "flip", "halve", "stall")

PIECE = 65536
DELAY_S = (0.02, 0.2)
DRIBBLE_BYTES = 7
DRIBBLE_S = 0.001
CUT_SHARE = 0.1     # of the pieces
FLIP_SHARE = 0.2
HALVE_SHARE = 0.1
HANDSHAKE = 64      # bytes: ZMTP's greeting
IDLE_S = 0.02       # how often a stalled piece looks whether it may go on


class Proxy:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.mode = None
        self.faults = 0
        self.servers = []
        self.tasks = set()  # asyncio holds those it runs weakly
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever,
                                       daemon=True)
        self.thread.start()

    def listen(self, path):
        os.rename(path, path + ".real")

        async def serve():
            self.servers.append(await asyncio.start_unix_server(
                lambda reader, writer: self.connection(reader, writer, path),
                path))
        asyncio.run_coroutine_threadsafe(serve(), self.loop).result()

    def close(self):
        async def end():
            for server in self.servers:
                server.close()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        asyncio.run_coroutine_threadsafe(end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def connection(self, reader, writer, path):
        task = asyncio.current_task()
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        try:
            there, back = await asyncio.open_unix_connection(path + ".real")
        except OSError:
            writer.transport.abort()
            return
        both = (writer, back)
        await asyncio.gather(self.pump(reader, back, both, up=True),
                             self.pump(there, writer, both, up=False))
        for end in both:
            end.transport.abort()

    async def pump(self, reader, writer, both, up):
        passed = 0
        try:
            while True:
                piece = await reader.read(PIECE)
                if not piece:
                    writer.write_eof()
                    return
                while self.mode == "stall":
                    await asyncio.sleep(IDLE_S)
                if self.mode is not None:
                    piece = await self.harm(piece, writer, both, up, passed)
                if piece is None:
                    await self.swallow(reader)
                    return
                passed += len(piece)
                writer.write(piece)
                await writer.drain()
        except (OSError, RuntimeError):
            for end in both:
                end.transport.abort()

    @staticmethod
    async def swallow(reader):
        while await reader.read(PIECE):
            pass

    def chance(self, share):
        hit = self.random.random() < share
        self.faults += hit
        return hit

    async def harm(self, piece, writer, both, up, passed):
        """What is still to be written; None: this direction has ended."""
        if self.mode == "delay":
            self.faults += 1
            await asyncio.sleep(self.random.uniform(*DELAY_S))
        elif self.mode == "dribble":
            self.faults += 1
            while len(piece) > DRIBBLE_BYTES and self.mode == "dribble":
                writer.write(piece[:DRIBBLE_BYTES])
                await writer.drain()
                piece = piece[DRIBBLE_BYTES:]
                await asyncio.sleep(DRIBBLE_S)
        elif self.mode == "cut" and self.chance(CUT_SHARE):
            writer.write(piece[:self.random.randrange(len(piece) + 1)])
            await asyncio.sleep(0)
            for end in both:
                end.transport.abort()
            return None
        elif self.mode == "flip" and self.chance(FLIP_SHARE):
            end = max(0, HANDSHAKE - passed) if up else len(piece)
            if end > 0:
                changed = bytearray(piece)
                at = self.random.randrange(min(end, len(piece)))
                changed[at] ^= 1 << self.random.randrange(8)
                piece = bytes(changed)
        elif self.mode == "halve" and self.chance(HALVE_SHARE):
            writer.write(piece)
            writer.write_eof()
            return None
        return piece
