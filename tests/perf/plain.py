"""The same work without the protocol: whole documents as JSON, gzip both ways, one request for each errand.

Owns the least that anyone would build, so that a gain shows that is not just compression. It keeps documents in memory,
checks nothing and forgives nothing: no outbox, no merging, no scope, no proof that an edit was made once.

    POST /documents          a list of whole documents      {"at": 12}
    GET  /documents?after=3  those that changed since       [{…}, …]
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

import requests

Document = dict[str, Any]
# What a browser's own CompressionStream makes.
LEVEL: Final = 6


class _Office(ThreadingHTTPServer):
    """Documents by id, each with the number of its last change."""

    daemon_threads = True
    documents: dict[str, tuple[int, Document]] = {}
    at = 0

    def put(self, documents: list[Document]) -> int:
        for one in documents:
            self.at += 1
            self.documents[one["id"]] = (self.at, one)
        return self.at

    def after(self, at: int) -> list[Document]:
        return [one for changed, one in self.documents.values() if changed > at]


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Office

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        documents = json.loads(gzip.decompress(data))
        self._answer({"at": self.server.put(documents)})

    def do_GET(self) -> None:
        self._answer(self.server.after(int(self.path.rsplit("=", 1)[1])))

    def _answer(self, value: object) -> None:
        body = gzip.compress(json.dumps(value, ensure_ascii=False).encode(), LEVEL)
        self.send_response(200)
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", "Content-Length": str(len(body))}
        for name, each in headers.items():
            self.send_header(name, each)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@contextmanager
def plain_office() -> Iterator[int]:
    """The port of such an office, for as long as the block runs."""
    office = _Office(("127.0.0.1", 0), _Door)
    thread = threading.Thread(target=office.serve_forever, daemon=True)
    thread.start()
    try:
        yield office.server_port
    finally:
        office.shutdown()
        office.server_close()
        thread.join(5)


class PlainPhone:
    """A phone that sends documents whole and fetches what changed since it last asked."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self._url = f"http://127.0.0.1:{port}/documents"
        self._session = requests.Session()
        self._session.headers.update(headers)
        self._at = 0

    def send(self, documents: list[Document]) -> None:
        """Bring these up."""
        body = gzip.compress(json.dumps(documents, ensure_ascii=False).encode(), LEVEL)
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        answer = self._session.post(self._url, data=body, headers=headers, timeout=300)
        self._at = answer.json()["at"]

    def fetch(self) -> list[Document]:
        """What changed."""
        documents: list[Document] = self._session.get(f"{self._url}?after={self._at}", timeout=300).json()
        return documents

    def close(self) -> None:
        """Hang up."""
        self._session.close()
