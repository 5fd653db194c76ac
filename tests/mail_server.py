"""A mail server of our own: it takes letters over TLS, and answers as a test orders.

Owns what it took. `mail_server` runs one on this machine, under a certificate that only `authority` makes trusted.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Box:
    """A mail server's mind: what it took, and what it answers to the recipient and to the letter."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.to_recipient = "250 OK"
        self.to_letter = "250 OK"
        # None: it says no word any more.
        self.to_quit: str | None = "221 Bye"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        made = message_from_bytes(envelope.content, policy=default)
        assert isinstance(made, EmailMessage)
        self.taken.append(made)
        self.recipients.append(list(envelope.rcpt_tos))
        return self.to_letter

    async def handle_QUIT(  # noqa: N802
        self, _server: Any, _session: Any, _envelope: Any
    ) -> str:
        if self.to_quit is None:
            await asyncio.get_running_loop().create_future()
        return self.to_quit or ""


class _Office(Controller):
    def __init__(self, box: Box, tls: ssl.SSLContext | None, *, is_wrapped: bool) -> None:
        self._tls = None if is_wrapped else tls
        super().__init__(box, hostname="127.0.0.1", port=0, ssl_context=tls if is_wrapped else None)

    def factory(self) -> SMTP:
        return SMTP(self.handler, tls_context=self._tls, require_starttls=self._tls is not None)

    def _trigger_server(self) -> None:
        # The port is the system's choice; the controller would knock at the one that it asked for.
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mail_server(authority: trustme.CA | None, *, is_wrapped: bool = False) -> Iterator[Box]:
    """A server that listens for as long as the block runs: with TLS once it is asked for, or from the first byte
    (`is_wrapped`), or without an authority never."""
    tls = None
    if authority is not None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(tls)
    box = Box()
    office = _Office(box, tls, is_wrapped=is_wrapped)
    office.start()
    box.port = office.port
    try:
        yield box
    finally:
        office.stop()
