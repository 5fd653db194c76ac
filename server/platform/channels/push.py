"""Web Push: a message that only one browser can read, handed to its maker's service (RFC 8030, 8188, 8291, 8292).

Owns the keys' form, the encryption and what a service's answer means. Whom and when is decided elsewhere. What
encrypts is imported by who sends: a process that only takes subscriptions does without those 10 MB.
"""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Final

from server.platform.channels.addresses import Answer, Endpoint, Outside

# All services take this much; what is encrypted may not be longer (RFC 8030, 7.2).
BODY_BYTES_MAX: Final = 4096
# Header, padding mark and tag of aes128gcm around the text.
_OVERHEAD_BYTES: Final = 16 + 4 + 1 + 65 + 1 + 16
TEXT_BYTES_MAX: Final = BODY_BYTES_MAX - _OVERHEAD_BYTES
# A phone that was off for longer finds the matter in its inbox.
KEPT_S: Final = 24 * 3600
# A token is valid for at most a day; we renew it in the middle.
_TOKEN_S: Final = 12 * 3600
_POINT_BYTES: Final = 65
_SECRET_BYTES: Final = 16
# The curve P-256 (FIPS 186-4, D.1.2.3): y² = x³ - 3x + b over the integers mod p.
_P: Final = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B: Final = 0x5AC635D8_AA3A93E7_B3EBBD55_769886BC_651D06B0_CC53B0F6_3BCE3C3E_27D2604B
# A service that says "later" without saying when, or says never: bounds of our own.
WAIT_S: Final = 60
WAIT_S_MAX: Final = 6 * 3600


class BadKeysError(ValueError):
    """Keys that no browser made."""


class Outcome(Enum):
    """What became of one push."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Sent:
    """An outcome, the service's status, and for LATER after how many seconds to try again."""

    outcome: Outcome
    status: int
    wait_s: int = 0


@dataclass(frozen=True, slots=True)
class Keys:
    """What a browser gave: its public point (65 bytes) and its secret (16 bytes)."""

    point: bytes
    secret: bytes


def read_keys(p256dh: str, auth: str) -> Keys:
    """The keys of a subscription, in base64url. BadKeysError when they are not a point of the curve and 16 bytes."""
    if len(p256dh) > 2 * _POINT_BYTES or len(auth) > 4 * _SECRET_BYTES:
        raise BadKeysError("too long")
    try:
        point, secret = _decoded(p256dh), _decoded(auth)
    except (ValueError, binascii.Error) as fault:
        raise BadKeysError("no base64url") from fault
    if not _is_point(point) or len(secret) != _SECRET_BYTES:
        raise BadKeysError("no point or no secret")
    return Keys(point, secret)


def _is_point(raw: bytes) -> bool:
    x, y = int.from_bytes(raw[1:33]), int.from_bytes(raw[33:])
    is_whole = len(raw) == _POINT_BYTES and raw[0] == 4 and max(x, y) < _P
    return is_whole and (y * y - x * x * x + 3 * x - _B) % _P == 0


@dataclass(frozen=True, slots=True)
class PushKey:
    """The office's own key pair: what it signs with, and the public point that browsers are given."""

    pem: bytes
    point: bytes


def new_push_key() -> PushKey:
    """A key pair that nobody had before."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    point = key.public_key().public_bytes(form.Encoding.X962, form.PublicFormat.UncompressedPoint)
    return PushKey(pem, point)


class Pusher:
    """Sends to push services in the office's name. `key_pem` is its private key, `contact` an address for complaints
    (`mailto:…` or `https://…`). Safe in threads."""

    def __init__(self, outside: Outside, *, key_pem: bytes, contact: str, now_ms: Callable[[], int]) -> None:
        from py_vapid import Vapid02

        self._outside = outside
        self._vapid = Vapid02.from_pem(key_pem)
        self._contact = contact
        self._now_ms = now_ms
        self._tokens: dict[str, tuple[int, str]] = {}

    def send(self, endpoint: Endpoint, keys: Keys, text: bytes, *, id: str, is_urgent: bool = False) -> Sent:
        """Hand a text of at most `TEXT_BYTES_MAX` over. A second one of the same `id` takes the first one's place.

        AddressError when the endpoint's name leads inside; UnreachedError when nobody answers.
        """
        headers = {
            "Authorization": self._token(endpoint.origin),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_S),
            "Urgency": "high" if is_urgent else "normal",
            "Topic": topic_of(id),
        }
        return read_answer(self._outside.post(endpoint, encrypt(keys, text), headers), now_ms=self._now_ms())

    def _token(self, origin: str) -> str:
        now_s = self._now_ms() // 1000
        ends_s, token = self._tokens.get(origin, (0, ""))
        # A clock that was put back makes one that is valid for longer than a service takes.
        if not _TOKEN_S // 2 <= ends_s - now_s <= _TOKEN_S:
            ends_s = now_s + _TOKEN_S
            token = self._vapid.sign({"aud": origin, "exp": ends_s, "sub": self._contact})["Authorization"]
            self._tokens[origin] = (ends_s, token)
        return token


def encrypt(keys: Keys, text: bytes) -> bytes:
    """The text as the one browser can read it. ValueError when it is longer than `TEXT_BYTES_MAX`."""
    import http_ece
    from cryptography.hazmat.primitives.asymmetric import ec

    if len(text) > TEXT_BYTES_MAX:
        raise ValueError(f"{len(text)} bytes are more than a push carries")
    # A key for this message alone.
    own = ec.generate_private_key(ec.SECP256R1())
    sealed: bytes = http_ece.encrypt(
        text, private_key=own, dh=keys.point, auth_secret=keys.secret, version="aes128gcm", rs=BODY_BYTES_MAX
    )
    return sealed


def topic_of(id: str) -> str:
    """A message's id as services take it: at most 32 letters of base64url."""
    return base64.urlsafe_b64encode(uuid.UUID(id).bytes).decode().rstrip("=")


def read_answer(answer: Answer, *, now_ms: int) -> Sent:
    """What a service's answer means."""
    status = answer.status
    if 200 <= status < 300:
        return Sent(Outcome.TAKEN, status)
    if status in (404, 410):
        return Sent(Outcome.GONE, status)
    if status == 429 or status >= 500:
        return Sent(Outcome.LATER, status, _wait_s(answer.headers.get("retry-after"), now_ms))
    # 3xx too: nobody is followed to where we have not looked.
    return Sent(Outcome.REFUSED, status)


def _wait_s(said: str | None, now_ms: int) -> int:
    """Seconds to wait, from `120` or from a date."""
    try:
        seconds = int(said) if said and said.isdecimal() else _until_s(said or "", now_ms)
    except ValueError:
        return WAIT_S
    return max(1, min(seconds, WAIT_S_MAX))


def _until_s(date: str, now_ms: int) -> int:
    moment = parsedate_to_datetime(date)
    return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()) - now_ms // 1000


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
