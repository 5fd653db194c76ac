"""Values: how they are written, compared and seen, and which characters they may hold.

Owns canonical JSON, the `was` form, the digest, and the check of text. Pure.

A `was` is what a person saw, in at most 12 bytes: short values stand as they are, longer ones as a hash.

    "Ân Hảo Tây"  → 13 bytes of JSON and more → "#" + base64url(SHA-256(canonical JSON)[:6])
    45            → 45
    "#5"          → hashed, whatever its length, so that no value can pose as another's hash
"""

from __future__ import annotations

import re
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from sync.ports import Fields, Value

# A value of this many bytes costs no more than its hash would.
PLAIN_BYTES_MAX: Final = 12
HASH_BYTES: Final = 6

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# NUL ends strings elsewhere; lone surrogates are no text; bidi controls can make a sentence read as another.
_FORBIDDEN: Final = re.compile("[\x00\ud800-\udfff\u202a-\u202e\u2066-\u2069]")

_encode: Final = msgspec.json.Encoder().encode


def canonical(value: Value) -> bytes:
    """The value's canonical JSON in UTF-8: no spaces, and no escapes but those that JSON demands."""
    return _encode(value)


def canonical_object(fields: Mapping[str, object]) -> str:
    """A JSON object with sorted keys, for the log."""
    return msgspec.json.encode(fields, order="sorted").decode()


def hashed(value: Value) -> str:
    """The `#` form of a value."""
    return "#" + urlsafe_b64encode(sha256(canonical(value)).digest()[:HASH_BYTES]).decode()


def seen(value: Value) -> Value:
    """The `was` form of a value: itself when short, else its hash."""
    if isinstance(value, str) and value.startswith("#"):
        return hashed(value)
    return value if len(canonical(value)) <= PLAIN_BYTES_MAX else hashed(value)


def same(one: Value, other: Value) -> bool:
    """Whether two values are one (`True` is not 1)."""
    if one is None or other is None:
        return one is other
    return canonical(one) == canonical(other)


def was_seen(current: Value, was: Value) -> bool:
    """Whether the person who sent `was` saw `current`."""
    return same(seen(current), was)


def digest(body: Fields, names: Iterable[str]) -> str:
    """The digest of a record's content: the `#` form of the list of these fields' values."""
    return hashed([body.get(name) for name in names])


def is_id(text: object) -> bool:
    """Whether it is a lower-case UUID."""
    return isinstance(text, str) and _UUID.fullmatch(text) is not None


def has_forbidden(text: str) -> bool:
    """Whether a text holds NUL, a lone surrogate or a bidi control."""
    return _FORBIDDEN.search(text) is not None


def normal(text: str) -> str:
    """The text in NFC."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


# --- Reading values whose type is known ------------------------------------------------------------------------------


def text_of(value: Value) -> str:
    """The text of a value that is a string or null (then empty)."""
    return value if isinstance(value, str) else ""


def int_of(value: Value) -> int:
    """The number of a value that is an integer or null (then 0)."""
    return value if isinstance(value, int) else 0


def ids_of(value: Value) -> tuple[str, ...]:
    """The strings of a list; none when the value is null."""
    return tuple(text_of(one) for one in list_of(value))


def items_of(value: Value) -> tuple[Sequence[Value], ...]:
    """The items of a list of items; none when the value is null."""
    return tuple(list_of(one) for one in list_of(value))


def list_of(value: Value) -> Sequence[Value]:
    """The list; empty when the value is null or no list."""
    return value if isinstance(value, list | tuple) else ()
