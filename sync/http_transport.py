"""The one socket: a client's requests carried to an office by HTTP.

Owns the headers, the packing and the lines of the answer. `requests` may be used here and nowhere else in this package.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from typing import Final

import requests

# Smaller requests fit one packet as they are.
_PLAIN_BYTES_MAX: Final = 1_000
# A phone at the edge of the network gives up later than an office's line would.
_TIMEOUT_S: Final = 60.0


class HttpTransport:
    """One signed-in device at one office. `base` is its address, `https://diaban.example.vn`; `headers` go with all."""

    def __init__(self, base: str, *, headers: Mapping[str, str] | None = None) -> None:
        self._base = base.rstrip("/")
        self._session = requests.Session()
        self._session.headers.update({**(headers or {}), "X-Diaban": "1", "Origin": self._base})

    @property
    def cookies(self) -> Mapping[str, str]:
        """What the office gave to keep: the session."""
        return self._session.cookies.get_dict()

    def __enter__(self) -> HttpTransport:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def sign_in(self, username: str, password: str, *, device: str, label: str) -> str:
        """Open a session; the person's id. HTTPError when the office refuses."""
        body = {"username": username, "password": password, "device": {"id": device, "label": label}}
        answer = self._session.post(f"{self._base}/api/session", json=body, timeout=_TIMEOUT_S)
        answer.raise_for_status()
        return str(answer.json()["person"]["id"])

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def exchange(self, body: bytes) -> Iterator[bytes]:
        """Send a request and give its answer's lines as they come. HTTPError when there is no answer of ours."""
        headers = {"Content-Type": "application/json"}
        if len(body) > _PLAIN_BYTES_MAX:
            body = gzip.compress(body, 6)
            headers["Content-Encoding"] = "gzip"
        url = f"{self._base}/api/sync"
        with self._session.post(url, data=body, headers=headers, stream=True, timeout=_TIMEOUT_S) as answer:
            answer.raise_for_status()
            yield from answer.iter_lines()
