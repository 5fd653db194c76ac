"""A line between client and server: latency, bandwidth and cuts as asked, bytes and trips counted.

Owns plain TCP on the loopback. It knows HTTP only as far as counting requests goes.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

# What a system sends at a time, and how many such pieces may be on their way before the sender must wait.
PIECE_BYTES: Final = 4096
PIECES_MAX: Final = 16


@dataclass(frozen=True, slots=True)
class Line:
    """How the line behaves. `rtt_ms` 0 and `bytes_per_s` 0: as fast as the machine."""

    rtt_ms: int = 0
    bytes_per_s: int = 0
    cut_after_bytes_down: int | None = None


@dataclass(slots=True)
class Count:
    """What went over the line: bytes each way with headers, requests, connections."""

    up_bytes: int = 0
    down_bytes: int = 0
    trips: int = 0
    connections: int = 0


@dataclass(slots=True)
class _Way:
    """One direction of the line, which everyone on it shares: bytes leave it one after the other."""

    free_at: float = 0.0

    def through_at(self, line: Line, size_bytes: int, now: float) -> float:
        """When a piece that comes now is out at the other end."""
        starts = max(now + line.rtt_ms / 2000, self.free_at)
        self.free_at = starts + (size_bytes / line.bytes_per_s if line.bytes_per_s else 0)
        return self.free_at


@dataclass(slots=True)
class Proxy:
    """A running line. `port` is where clients connect; `line` and `count` may be replaced between measurements."""

    target_port: int
    line: Line
    count: Count = field(default_factory=Count)
    port: int = 0
    _up: _Way = field(default_factory=_Way)
    _down: _Way = field(default_factory=_Way)

    def reset(self, line: Line | None = None) -> None:
        """Count from nothing, over another line when given."""
        self.count = Count()
        self.line = line or self.line

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.CancelledError):
            await self._join(reader, writer)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.count.connections += 1
        await asyncio.sleep(self.line.rtt_ms / 1000)  # the handshake
        there, back = await asyncio.open_connection("127.0.0.1", self.target_port)
        try:
            await asyncio.gather(self._carry(reader, back, up=True), self._carry(there, writer, up=False))
        finally:
            for end in (writer, back):
                end.transport.abort()

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, up: bool) -> None:
        """Take pieces off one end and lay them down at the other when they are through; some may be on their way."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(PIECES_MAX)
        laying = asyncio.create_task(_lay_down(under_way, sink))
        now = asyncio.get_running_loop().time
        try:
            while (data := await source.read(PIECE_BYTES)) and self._note(data, up=up):
                way = self._up if up else self._down
                await under_way.put((way.through_at(self.line, len(data), now()), data))
            await under_way.put((0, b""))
            await laying
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            laying.cancel()
            sink.close()

    def _note(self, data: bytes, *, up: bool) -> bool:
        """Count; False when the line is to be cut here."""
        if up:
            self.count.up_bytes += len(data)
            self.count.trips += data.startswith((b"POST ", b"GET ", b"PATCH ", b"HEAD ", b"DELETE "))
            return True
        self.count.down_bytes += len(data)
        limit = self.line.cut_after_bytes_down
        return limit is None or self.count.down_bytes <= limit


async def _lay_down(under_way: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
    now = asyncio.get_running_loop().time
    with suppress(ConnectionError):
        while True:
            through_at, data = await under_way.get()
            if not data:
                return
            await asyncio.sleep(max(0.0, through_at - now()))
            sink.write(data)
            await sink.drain()


@contextmanager
def proxy_to(port: int, line: Line) -> Iterator[Proxy]:
    """A line to 127.0.0.1:port for as long as the block runs."""
    proxy = Proxy(port, line)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(proxy._serve, "127.0.0.1", 0))
    proxy.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    """Close the door, and every connection that is still open."""
    server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)  # lets the aborted transports say good-bye
