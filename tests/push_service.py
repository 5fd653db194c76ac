"""A push service of our own, as RFC 8030 describes one: it takes messages over HTTPS, and can read what it takes.

Owns the answers that a test orders, and the browsers' keys. `Browser` is what a phone would hold.
"""

from __future__ import annotations

import base64
import os
import ssl
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import http_ece
import trustme
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from server.platform.channels.addresses import Outside

HOST = "push.example"


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Browser:
    """A browser's side of a subscription: it alone can open what is sent to it."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)
        self.p256dh = base64url(self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
        self.auth = base64url(self._secret)

    def open(self, body: bytes) -> bytes:
        text: bytes = http_ece.decrypt(body, private_key=self._key, auth_secret=self._secret, version="aes128gcm")
        return text


@dataclass(frozen=True)
class Taken:
    """One request that arrived."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class PushService:
    """Answers 201 unless a test ordered other answers: `(status, headers)`; a status of 0 is silence.

    Two headers are orders of their own: `X-Slow` goes on answering, a letter each so many seconds, `X-Long` has a body
    of so many bytes.
    """

    port: int
    authority: str
    taken: list[Taken] = field(default_factory=list)
    ordered: deque[tuple[int, dict[str, str]]] = field(default_factory=deque)
    left: threading.Event = field(default_factory=threading.Event)

    def order(self, status: int, **headers: str) -> None:
        self.ordered.append((status, {name.replace("_", "-"): value for name, value in headers.items()}))

    def outside(self) -> Outside:
        """The way to it: its name resolves to this machine, which no real way out would go to."""
        return Outside(
            resolve=lambda _host: ["127.0.0.1"],
            is_allowed=lambda address: address == "127.0.0.1",
            port=self.port,
            authority=self.authority,
        )


@contextmanager
def push_service(folder: Path) -> Iterator[PushService]:
    """A service that listens on this machine for as long as the block runs."""
    authority = trustme.CA()
    trusted = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    service = PushService(server.server_address[1], str(trusted))
    server.service = service  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield service
    finally:
        service.left.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        service: PushService = self.server.service  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, headers = service.ordered.popleft() if service.ordered else (201, {})
        if not Vapid02.verify(self.headers["Authorization"]):
            status = 403
        service.taken.append(Taken(self.path, dict(self.headers), body))
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        slow_s, long_bytes = float(headers.pop("X-Slow", "0")), int(headers.pop("X-Long", "0"))
        for name, value in {**headers, "Content-Length": str(long_bytes)}.items():
            self.send_header(name, value)
        if slow_s:
            self._dribble(slow_s)
            return
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(b"x" * long_bytes)

    def _dribble(self, pause_s: float) -> None:
        """Begin the answer, and go on with it for as long as somebody listens."""
        with suppress(OSError):
            while not self.server.service.left.wait(pause_s):  # type: ignore[attr-defined]
                self.wfile.write(b"X")
                self.wfile.flush()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass
