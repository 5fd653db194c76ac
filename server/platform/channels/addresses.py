"""Where the office may send to: known hosts, HTTPS, public addresses, and no one else's detours.

Owns the check of an address that a phone handed in, and the one connection that is made to it: to the very address that
was checked, so that a name which resolves anew between check and use gains nothing. What is sent is not known here.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

import certifi
from urllib3 import HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

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
# An address inside of these carries an IPv4 address that decides.
_NAT64: Final = IPv6Network("64:ff9b::/96")

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
    if len(url) > ENDPOINT_CHARS_MAX or not url.isascii() or not url.isprintable():
        raise AddressError("endpoint_bad")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise AddressError("endpoint_bad") from fault
    if parts.scheme != "https" or not parts.hostname or parts.username is not None or port not in (None, _PORT):
        raise AddressError("endpoint_bad")
    if not _is_among(parts.hostname, hosts):
        raise AddressError("endpoint_unknown_host")
    return Endpoint(parts.hostname, parts.path + (f"?{parts.query}" if parts.query else "") or "/")


def _is_among(host: str, hosts: Collection[str]) -> bool:
    return any(host.endswith(known) if known.startswith(".") else host == known for known in hosts)


def is_public(text: str) -> bool:
    """Whether an IP address is one that anybody on the internet may have."""
    address: Address = ip_address(text)
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFF_FFFF)
        address = inner or address
    return address.is_global and not address.is_multicast


def resolve(host: str) -> list[str]:
    """What the system knows of a name. OSError when it knows nothing."""
    return list({str(found[4][0]) for found in socket.getaddrinfo(host, _PORT, type=socket.SOCK_STREAM)})


class Outside:
    """The way out: connections are kept and used again, each to an address that was public when it was made.

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
        self._authority = authority or certifi.where()
        self._pools: dict[tuple[str, str], HTTPSConnectionPool] = {}

    def post(self, endpoint: Endpoint, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send once and follow no detour. AddressError when the name leads inside; UnreachedError when nowhere."""
        pool = self._pool(endpoint.host)
        try:
            got = pool.urlopen(
                "POST",
                endpoint.path,
                body=body,
                headers={**headers, "Host": endpoint.host},
                redirect=False,
                retries=False,
                preload_content=False,
            )
            said = got.read(ANSWER_BYTES_MAX)
            rest = got.length_remaining
            # What was not read would be taken for the next answer's beginning.
            got.release_conn() if rest == 0 else got.close()
        except (HTTPError, OSError) as fault:
            raise UnreachedError(type(fault).__name__) from fault
        return Answer(got.status, {name.lower(): value for name, value in got.headers.items()}, said)

    def _pool(self, host: str) -> HTTPSConnectionPool:
        address = self._checked(host)
        key = (host, address)
        if key not in self._pools:
            self._pools[key] = HTTPSConnectionPool(
                address,
                self._port,
                maxsize=16,
                timeout=Timeout(connect=CONNECT_S_MAX, read=ANSWER_S_MAX),
                server_hostname=host,
                assert_hostname=host,
                ca_certs=self._authority,
                cert_reqs="CERT_REQUIRED",
            )
        return self._pools[key]

    def _checked(self, host: str) -> str:
        try:
            addresses = sorted(self._resolve(host))
        except OSError as fault:
            raise UnreachedError("no such name") from fault
        # One inside address among public ones is enough to distrust the name.
        if not addresses or not all(self._is_allowed(address) for address in addresses):
            raise AddressError("endpoint_private")
        return addresses[0]
