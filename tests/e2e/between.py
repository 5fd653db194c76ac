"""A door between the phones and the office: it lets through what it is told to, and can fall shut in mid-sentence.

Owns plain HTTP on the loopback and what was asked of it. Knows nothing of pages.
"""

from __future__ import annotations

import http.client
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Final

ANSWER_SECONDS_MAX: Final = 30
PIECE_BYTES: Final = 16 * 1024
# Only between two programs, and made anew on each side.
HOP_HEADERS: Final = frozenset({"connection", "keep-alive", "transfer-encoding"})


@dataclass(frozen=True)
class Said:
    """What somebody on the way answers instead of the office."""

    status: int
    body: bytes = b"<!doctype html><title>Wi-Fi</title>Please sign in to use this network."
    kind: str = "text/html"
    # Where to, with a status that sends elsewhere.
    location: str = ""


class Break(Enum):
    """Where the line breaks."""

    BEFORE = auto()
    IN_REQUEST = auto()
    BEFORE_ANSWER = auto()
    IN_ANSWER = auto()


Fault = Said | Break


@dataclass
class Door:
    """Where phones connect, what it has seen, and what it does to them."""

    office_port: int
    port: int = 0
    lets_through: Callable[[str, str], bool] = lambda _method, _path: True
    # What happens to a request (method, path) on its way; None: nothing.
    does: Callable[[str, str], Fault | None] = lambda _method, _path: None
    faults_done: int = 0
    # How many requests for the same place were under way at once, at most.
    crowds: Counter[str] = field(default_factory=Counter)
    under_way: Counter[str] = field(default_factory=Counter)
    # How many bytes of uploads may still pass before the line is cut, once; None: all.
    cut_uploads_after: int | None = None
    seen: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    uploaded_bytes: int = 0
    cuts: int = 0
    lock: Lock = field(default_factory=Lock)

    def stumble(self, fault: Fault, prefix: str, method: str = "") -> None:
        """Do this to every request of that kind from now on, until `heal`."""
        self.does = lambda asked, path: fault if path.startswith(prefix) and method in ("", asked) else None

    def heal(self) -> None:
        """Let all pass again."""
        self.does = lambda _method, _path: None

    @property
    def url(self) -> str:
        """The address for phones."""
        return f"http://localhost:{self.port}"


class Listener(ThreadingHTTPServer):
    """A browser comes with many requests at once: in the usual queue of five places some would wait for seconds."""

    daemon_threads = True
    request_queue_size = 128


@contextmanager
def door_to(office_port: int, port: int = 0) -> Iterator[Door]:
    """A door to the office on that port of this machine, until the block ends; itself on `port`, or on a free one."""
    door = Door(office_port)

    class Passing(Passage):
        pass

    Passing.door = door
    with Listener(("127.0.0.1", port), Passing) as server:
        door.port = server.server_port
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield door
        server.shutdown()


class Passage(BaseHTTPRequestHandler):
    """One request on its way through the door."""

    door: Door
    # The place whose request under way this is.
    counted = ""

    def pass_on(self) -> None:
        """Carry the request to the office and its answer back, or refuse or cut it."""
        self.close_connection = True
        path = self.path.partition("?")[0]
        with self.door.lock:
            self.door.seen.append((self.command, path))
        if not self.door.lets_through(self.command, path):
            self.door.refused.append((self.command, path))
            self.send_error(403)
            return
        fault = self.door.does(self.command, path)
        self.count(path)
        try:
            if isinstance(fault, Said):
                self.say(fault)
            elif fault is not Break.BEFORE:
                self.carry(fault)
        except (ConnectionError, TimeoutError):
            return  # the phone sees a line that went dead
        finally:
            self.end_count()
            if fault is not None:
                with self.door.lock:
                    self.door.faults_done += 1

    def count(self, path: str) -> None:
        self.counted = path
        with self.door.lock:
            self.door.under_way[path] += 1
            self.door.crowds[path] = max(self.door.crowds[path], self.door.under_way[path])

    def end_count(self) -> None:
        """Once: it is over, for the office or for the phone."""
        if self.counted:
            with self.door.lock:
                self.door.under_way[self.counted] -= 1
        self.counted = ""

    do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = do_DELETE = pass_on

    def carry(self, fault: Break | None) -> None:
        """To the office and back, as far as the line holds."""
        office = http.client.HTTPConnection("127.0.0.1", self.door.office_port, timeout=ANSWER_SECONDS_MAX)
        try:
            if not self.send_up(office, half=fault is Break.IN_REQUEST):
                return
            answer = office.getresponse()
            # Read to its end: by then the office has done what it was asked.
            body = answer.read() if fault else b""
            if fault is None:
                self.send_down(answer)
            elif fault is Break.IN_ANSWER:
                self.send_half(answer, body)
        finally:
            office.close()

    def say(self, said: Said) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response_only(said.status)
        self.send_header("Content-Type", said.kind)
        self.send_header("Content-Length", str(len(said.body)))
        if said.location:
            self.send_header("Location", said.location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said.body)

    def send_up(self, office: http.client.HTTPConnection, *, half: bool) -> bool:
        """False when the line was cut in the middle of it."""
        office.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP_HEADERS:
                office.putheader(name, value)
        office.endheaders()
        left = size = int(self.headers.get("Content-Length") or 0)
        while left > 0:
            if half and left <= size // 2:
                return False
            piece = self.rfile.read(min(PIECE_BYTES, left, max(1, size // 2)))
            if not piece or self.is_cut(len(piece)):
                return False
            office.send(piece)
            left -= len(piece)
        return True

    def is_cut(self, size: int) -> bool:
        if self.command != "PATCH":
            return False
        with self.door.lock:
            limit = self.door.cut_uploads_after
            if limit is not None and self.door.uploaded_bytes + size > limit:
                self.door.cut_uploads_after = None
                self.door.cuts += 1
                return True
            self.door.uploaded_bytes += size
        return False

    def send_half(self, answer: http.client.HTTPResponse, body: bytes) -> None:
        """The headers as if all came, and half of what they promise."""
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in {*HOP_HEADERS, "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])

    def send_down(self, answer: http.client.HTTPResponse) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_HEADERS:
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        last = b""
        while piece := answer.read1(PIECE_BYTES):
            self.wfile.write(last)
            last = piece
        # Who has all of it may ask anew at once, before this thread says that it was over.
        self.end_count()
        self.wfile.write(last)

    def log_message(self, *_arguments: Any) -> None:
        """A test's requests are nobody's news."""
