"""Mail: one message to one address, handed to the office's own mail server.

Owns the message's form and what the server's answers mean. In which words and to whom is decided elsewhere.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, formatdate
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import Any, Final
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

# A mail server that is well greets in a fraction of a second.
ANSWER_S_MAX: Final = 10.0
# Of a whole letter: who says a word now and then does not hold the others up.
LETTER_S_MAX: Final = 30.0
# Between the letter and the word that it is taken, servers look through what it brings. Who is given up on meanwhile
# may have taken it, and takes it twice.
SCANNED_S_MAX: Final = 60.0
# To part from a server that has taken the letter.
PARTED_S_MAX: Final = 1.0
ADDRESS_CHARS_MAX: Final = 254
# Letters before the @ are ASCII: others (RFC 6531) arrive only where each server on the way takes them, and whether it
# does is known when a letter comes back. The length is the wire's.
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_PORTS: Final = {"smtp": 587, "smtps": 465}


class MailSettingError(ValueError):
    """An address of a mail server that cannot be meant."""


class MailRefusedError(Exception):
    """The server will never take it: the address is unknown there, or we are. `status` is the server's."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class MailSilentError(Exception):
    """Nobody answered, or not in time, or "later". Trying again may help. `status`: the server's, 0 for none."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `secure`: TLS from the first byte; else it is begun before anything is said."""

    host: str
    port: int
    secure: bool
    user: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said, twice: plain, and as HTML. `id` makes the Message-ID, so that a second copy is known as one."""

    id: str
    to: str
    subject: str
    plain: str
    html: str


def read_mail_server(url: str) -> MailServer:
    """`smtp://user:password@host:587` or `smtps://host`. MailSettingError otherwise."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as fault:
        raise MailSettingError("port") from fault
    if parts.scheme not in _PORTS or not parts.hostname:
        raise MailSettingError("scheme")
    user, password = (unquote(each) if each else None for each in (parts.username, parts.password))
    return MailServer(parts.hostname, port or _PORTS[parts.scheme], parts.scheme == "smtps", user, password)


def is_address(text: str) -> bool:
    """Whether it looks like an address of somebody's mail. Its domain may be written in any script."""
    kept = on_wire(text)
    return max(len(text), len(kept)) <= ADDRESS_CHARS_MAX and _ADDRESS.fullmatch(kept) is not None


def on_wire(address: str) -> str:
    """The address as mail servers take it: its domain by the letters that domains are kept in (RFC 5890).

    As it is where there is no such domain; then it is no address either.
    """
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        kept = domain.encode("idna")
        # What the codec would read as another name (ß as ss) may be somebody else's.
        is_same = kept.decode("idna") == normalize("NFC", domain).lower()
    except UnicodeError:
        return address
    return f"{local}{at}{kept.decode('ascii')}" if is_same else address


class Mailer:
    """Hands letters in, each over a connection of its own. Safe in threads.

    `sender` is the office's address and `name` what it is called; `trust` checks the server's certificate.
    """

    def __init__(
        self,
        server: MailServer,
        *,
        sender: str,
        name: str,
        now_ms: Callable[[], int],
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._sender = on_wire(sender)
        self._name = name
        self._now_ms = now_ms
        self._trust = trust or ssl.create_default_context()

    def send(self, letter: Letter) -> None:
        """Hand one letter in. MailRefusedError, MailSilentError."""
        try:
            server = self._connected()
            try:
                server.send_message(self._message(letter), self._sender, [on_wire(letter.to)])
            finally:
                server.part()
        except smtplib.SMTPRecipientsRefused as fault:
            raise _meaning(max(code for code, _ in fault.recipients.values())) from fault
        except smtplib.SMTPResponseException as fault:
            raise _meaning(fault.smtp_code) from fault
        except smtplib.SMTPNotSupportedError as fault:
            # No TLS there: what would be said could be read on the way.
            raise MailRefusedError(0) from fault
        except (smtplib.SMTPException, OSError) as fault:
            raise MailSilentError from fault

    def _connected(self) -> _Line:
        at = self._server
        server = self._line()
        try:
            if not at.secure:
                server.starttls(context=self._trust)
            if at.user:
                server.login(at.user, at.password or "")
        except BaseException:
            with suppress(OSError):
                server.close()
            raise
        return server

    def _line(self) -> _Line:
        at = self._server
        if at.secure:
            return _SecureLine(at.host, at.port, timeout=ANSWER_S_MAX, context=self._trust)
        return _Line(at.host, at.port, timeout=ANSWER_S_MAX)

    def _message(self, letter: Letter) -> EmailMessage:
        made = EmailMessage()
        domain = self._sender.rpartition("@")[2]
        made["From"] = formataddr((self._name, self._sender))
        made["To"] = on_wire(letter.to)
        made["Subject"] = letter.subject
        made["Date"] = formatdate(self._now_ms() / 1000, localtime=False)
        made["Message-ID"] = f"<{letter.id}@{domain}>"
        # Nobody's holiday notice shall answer it.
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(letter.plain)
        made.add_alternative(letter.html, subtype="html")
        return made


class _Answers(RawIOBase):
    """What a server says, read until its time is over. TimeoutError then."""

    def __init__(self, sock: socket.socket, left_s: Callable[[], float]) -> None:
        self._sock = sock
        self._left_s = left_s

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As every file's."""
        left = self._left_s()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)


class _Line(smtplib.SMTP):
    """A connection whose server has `LETTER_S_MAX` for everything it says until it is handed the letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._ends_s = monotonic() + LETTER_S_MAX
        self._is_handed = False
        super().__init__(*args, **kwargs)

    def getreply(self) -> tuple[int, bytes]:
        """As every connection's, in time."""
        if self.file is None and self.sock is not None:
            self.file = BufferedReader(_Answers(self.sock, self._left_s))
        return super().getreply()

    def data(self, msg: Any) -> tuple[int, bytes]:
        """As every connection's. From here on the server has the time that looking through takes."""
        self._ends_s, self._is_handed = monotonic() + SCANNED_S_MAX, True
        return super().data(msg)

    def part(self) -> None:
        """Say good-bye and go. What became of the letter is known by now, whatever is answered or is not."""
        self._ends_s = min(self._ends_s, monotonic() + PARTED_S_MAX)
        with suppress(smtplib.SMTPException, OSError):
            self.docmd("QUIT")
        with suppress(OSError):
            self.close()

    def _left_s(self) -> float:
        left = self._ends_s - monotonic()
        return left if self._is_handed else min(left, ANSWER_S_MAX)


class _SecureLine(_Line, smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""


def _meaning(code: int) -> MailRefusedError | MailSilentError:
    # 421 and 4xx say "later" (RFC 5321, 4.2.1); everything else that is not 2xx says "no".
    return MailSilentError(code) if 400 <= code < 500 else MailRefusedError(code)
