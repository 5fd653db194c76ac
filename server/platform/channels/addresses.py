"""Where the office may send to: known hosts, HTTPS, public addresses, and no one else's detours.

Owns the check of an address that a phone handed in, and the one connection that is made to it: to the very address that
was checked, so that a name which resolves anew between check and use gains nothing. What is sent is not known here.
"""

from __future__ import annotations

import re
import socket
import ssl
import weakref
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from selectors import EVENT_READ, DefaultSelector
from threading import Lock
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

# The push services of the browsers in use: Chrome and Edge on phones, Firefox, Windows, Apple. A leading dot: any
# host below.
PUSH_HOSTS: Final = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    ".push.apple.com",
)
ENDPOINT_CHARS_MAX: Final = 1024
# A service that is well answers in a fraction of a second.
CONNECT_S_MAX: Final = 5.0
ANSWER_S_MAX: Final = 10.0
# Of an answer we read its status and headers, and a word on what went wrong.
ANSWER_BYTES_MAX: Final = 4096
_PORT: Final = 443
_HOST: Final = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
_PATH: Final = re.compile(r"[!-~]*")
# An address inside of this carries an IPv4 address that decides.
_NAT64: Final = IPv6Network("64:ff9b::/96")
# Global by the registry's letter and yet somebody's own: local NAT64, and what IPv6 had for it before (RFC 8215, 3879).
_INSIDE: Final = (IPv6Network("64:ff9b:1::/48"), IPv6Network("fec0::/10"), IPv6Network("::/96"))
# Connections that wait for the next message; one service answers a batch of messages over a few of them.
_IDLE_MAX: Final = 16
# Of a name's addresses, how many are tried before nobody is there.
_ADDRESSES_MAX: Final = 3

Address = IPv4Address | IPv6Address
# The addresses of a name. OSError when there is none.
Resolve = Callable[[str], Collection[str]]


class AddressError(Exception):
    """An address that the office does not send to. `code` stands in the catalogue of errors."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnreachedError(Exception):
    """Nobody answered there, or not in time. Trying again may help."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A checked address: `origin` is what a token is made for."""

    host: str
    path: str

    @property
    def origin(self) -> str:
        """Scheme and host."""
        return f"https://{self.host}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `headers` with lower-case names, and the beginning of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def read_endpoint(url: str, hosts: Collection[str]) -> Endpoint:
    """The endpoint of an address, when its host is one of `hosts`. AddressError otherwise."""
    if len(url) > ENDPOINT_CHARS_MAX:
        raise AddressError("endpoint_bad")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise AddressError("endpoint_bad") from fault
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or port not in (None, _PORT):
        raise AddressError("endpoint_bad")
    if not _PATH.fullmatch(url) or parts.fragment:
        raise AddressError("endpoint_bad")
    if not _is_among(parts.hostname, hosts):
        raise AddressError("endpoint_unknown_host")
    return Endpoint(parts.hostname, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def is_host(name: str) -> bool:
    """Whether a name can stand in a list of hosts: one host, or with a leading dot any host below it."""
    return _HOST.fullmatch(name.removeprefix(".")) is not None


def _is_among(host: str, hosts: Collection[str]) -> bool:
    is_name = _HOST.fullmatch(host) is not None
    return is_name and any(host.endswith(known) if known.startswith(".") else host == known for known in hosts)


def is_public(text: str) -> bool:
    """Whether an IP address is one that anybody on the internet may have."""
    address: Address = ip_address(text)
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFF_FFFF)
        if not inner and (address.is_reserved or any(address in each for each in _INSIDE)):
            return False
        address = inner or address
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str) -> list[str]:
    """What the system knows of a name, in the order in which it would try. OSError when it knows nothing."""
    found = socket.getaddrinfo(host, _PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Outside:
    """The way out: connections are kept and used again, each to an address that was public when it was asked for.

    `resolve`, `port`, `authority` (a file of trusted certificates) and `is_allowed` are the real ones unless a test
    gives others. Safe in threads.
    """

    def __init__(
        self,
        *,
        resolve: Resolve = resolve,
        is_allowed: Callable[[str], bool] = is_public,
        port: int = _PORT,
        authority: str | None = None,
    ) -> None:
        self._resolve = resolve
        self._is_allowed = is_allowed
        self._port = port
        self._authority = authority
        self._trust: ssl.SSLContext | None = None
        self._idle: list[_Line] = []
        self._guard = Lock()
        weakref.finalize(self, _close_all, self._idle)

    def post(self, endpoint: Endpoint, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send once and follow no detour. AddressError when the name leads inside; UnreachedError when nowhere."""
        try:
            line = self._line(endpoint.host)
            try:
                answer = line.ask(endpoint.path, body, headers)
            except BaseException:
                line.close()
                raise
        except (HTTPException, OSError) as fault:
            raise UnreachedError(type(fault).__name__) from fault
        self._put_back(line)
        return answer

    def _line(self, host: str) -> _Line:
        """A connection to that name, at an address that is checked now."""
        addresses = self._checked(host)
        while (line := self._idle_one(host, addresses)) is not None:
            if line.is_alive():
                return line
            line.close()
        for address in addresses:
            fresh = _Line(host, address, self._port, self._context())
            try:
                fresh.connect()
            except OSError:
                if address == addresses[-1]:
                    raise
            else:
                return fresh
        raise AssertionError("a name has at least one address")

    def _idle_one(self, host: str, addresses: Collection[str]) -> _Line | None:
        with self._guard:
            found = next((one for one in self._idle if one.host == host and one.address in addresses), None)
            if found is not None:
                self._idle.remove(found)
        return found

    def _put_back(self, line: _Line) -> None:
        with self._guard:
            if line.sock is not None:
                self._idle.append(line)
            surplus = self._idle[:-_IDLE_MAX]
            del self._idle[:-_IDLE_MAX]
        _close_all(surplus)

    def _checked(self, host: str) -> list[str]:
        addresses = list(self._resolve(host))
        # One inside address among public ones is enough to distrust the name.
        if not addresses or not all(self._is_allowed(address) for address in addresses):
            raise AddressError("endpoint_private")
        return addresses[:_ADDRESSES_MAX]

    def _context(self) -> ssl.SSLContext:
        if self._trust is None:
            import certifi

            trust = ssl.create_default_context(cafile=self._authority or certifi.where())
            trust.sslsocket_class = _BoundedSocket
            self._trust = trust
        return self._trust


def _close_all(lines: list[_Line]) -> None:
    for line in lines:
        line.close()


class _BoundedSocket(ssl.SSLSocket):
    """A socket whose answer must be there in time as a whole: who sends a byte now and then does not hold us."""

    ends_s: float = 0.0

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        """As every socket's. TimeoutError when the answer's time is over."""
        left = self.ends_s - monotonic()
        if left <= 0:
            raise TimeoutError
        self.settimeout(left)
        return super().recv_into(*args, **kwargs)


class _Line(HTTPSConnection):
    """A connection to one address, under the name that its certificate must have."""

    def __init__(self, host: str, address: str, port: int, trust: ssl.SSLContext) -> None:
        super().__init__(host, port, context=trust)
        self.address = address
        self._trust = trust

    def connect(self) -> None:
        """To the address that was checked, whatever the name says by now."""
        raw = socket.create_connection((self.address, self.port), CONNECT_S_MAX)
        # Head and body are two packets: the second must not wait until the other side has acknowledged the first.
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.sock = self._trust.wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise

    def ask(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """One request and the beginning of its answer. The connection is closed where there is more of it."""
        assert isinstance(self.sock, _BoundedSocket)
        self.sock.settimeout(ANSWER_S_MAX)
        self.sock.ends_s = monotonic() + ANSWER_S_MAX
        self.request("POST", path, body, dict(headers))
        got = self.getresponse()
        said = got.read(ANSWER_BYTES_MAX)
        if not got.isclosed():
            # What was not read would be taken for the next answer's beginning.
            self.close()
        return Answer(got.status, {name.lower(): value for name, value in got.headers.items()}, said)

    def is_alive(self) -> bool:
        """Whether the other side has not hung up meanwhile: between two answers nobody has anything to say."""
        if self.sock is None:
            return False
        with DefaultSelector() as looked:
            looked.register(self.sock, EVENT_READ)
            return not looked.select(0)
