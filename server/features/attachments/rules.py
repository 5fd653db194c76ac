"""Which bytes may come, and from whom.

Owns pure decisions. No clock, no store and no network may enter.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sync.entities import BY_NAME
from sync.erasing import ERASED_PHOTO
from sync.ports import Value
from sync.values import int_of, is_id, items_of, text_of

# A photo that a phone has shrunk has at most 300 KB; one from a browser that cannot shrink so far still passes.
PHOTO_BYTES_MAX: Final = 1_000_000
# Three full visits on their way at once; a phone sends one photo after the other.
IN_FLIGHT_MAX: Final = 36
IN_FLIGHT_BYTES_MAX: Final = 20_000_000
# A trip without signal, twice over. What is not finished by then begins anew.
UPLOAD_KEPT_MS: Final = 7 * 86_400_000

WAITING: Final = "waiting"
STORED: Final = "stored"
REFUSED: Final = "refused"
ERASED: Final = ERASED_PHOTO

_SHA: Final = re.compile(r"[0-9a-f]{64}")
_PHOTO: Final = BY_NAME["draft"].field("photos").columns


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as a report names it. `sha` and `size_bytes` are of the bytes that the phone sends."""

    id: str
    sha: str
    size_bytes: int


def photos_of(value: Value) -> dict[str, Photo]:
    """The photos that a draft or a report names, by id."""
    found = (dict(zip(_PHOTO, row, strict=False)) for row in items_of(value))
    photos = (Photo(text_of(row.get("id")), text_of(row.get("sha")), int_of(row.get("bytes"))) for row in found)
    return {photo.id: photo for photo in photos}


@dataclass(frozen=True, slots=True)
class Announced:
    """What an upload says about itself before its bytes come."""

    photo: str
    visit: str
    sha: str
    size_bytes: int


def read_announcement(metadata: str, length: str) -> Announced | None:
    """The announcement in tus's headers (`Upload-Metadata`, `Upload-Length`); None when it is not well-formed."""
    values = _pairs(metadata)
    photo, visit, sha = values.get("photo", ""), values.get("visit", ""), values.get("sha256", "")
    if not (is_id(photo) and is_id(visit) and _SHA.fullmatch(sha) and re.fullmatch(r"[1-9][0-9]{0,11}", length)):
        return None
    return Announced(photo, visit, sha, int(length))


def is_named(announced: Announced, lists: Iterable[Mapping[str, Photo]]) -> bool:
    """Whether one of these lists names that photo with those bytes."""
    wanted = Photo(announced.photo, announced.sha, announced.size_bytes)
    return any(photos.get(announced.photo) == wanted for photos in lists)


def has_room(*, count: int, size_bytes: int, more_bytes: int) -> bool:
    """Whether a person who has that much on its way may begin another upload."""
    return count < IN_FLIGHT_MAX and size_bytes + more_bytes <= IN_FLIGHT_BYTES_MAX


def _pairs(metadata: str) -> dict[str, str]:
    """tus: `name base64,name base64`."""
    values: dict[str, str] = {}
    for pair in metadata.split(",")[:8]:
        name, _, encoded = pair.strip().partition(" ")
        try:
            values[name] = b64decode(encoded, validate=True).decode()
        except (Error, UnicodeDecodeError):
            return {}
    return values
