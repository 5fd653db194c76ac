"""A device's place in the feed, sealed.

Owns the cursor's bytes and what a cursor proves. Pure. To a phone it is opaque; to anyone else it is worthless: it is
bound to person and device by a MAC under the database's own key.

    version 1 │ pos 8 │ head 8 │ epoch 8 │ fill? 1 │ since 8 │ stage 1 │ mark 8 │ MAC 16        base64url, 79 characters

`head` is the beginning of the log's chain at `pos`: a log that was put back or copied has another there, or none. A
cursor whose head is there stays good in every epoch. `epoch` only says whether the loss has been noticed already.
"""

from __future__ import annotations

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Final

from sync.changelog import HEAD_BYTES
from sync.limits import CURSOR_CHARS_MAX
from sync.ports import Meta
from sync.values import is_id

_SHAPE: Final = struct.Struct(">BQ8s8sBqBQ")
_VERSION: Final = 1
_MAC_BYTES: Final = 16


class Stage(IntEnum):
    """How far a back-fill is: the directory first (upwards), then the rest, newest first (downwards)."""

    DIRECTORY = 0
    REST = 1


@dataclass(frozen=True, slots=True)
class Fill:
    """A back-fill under way: of the keys gained after `since`; `mark` is the position it has come to."""

    since: int
    stage: Stage = Stage.DIRECTORY
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Cursor:
    """Everything up to `pos` is on the phone, but for what `fill` has not brought yet."""

    pos: int
    head: bytes
    epoch: bytes
    fill: Fill | None = None


def epoch_mark(epoch: str) -> bytes:
    """What a cursor holds of an epoch."""
    return sha256(epoch.encode()).digest()[:HEAD_BYTES]


def sealed(cursor: Cursor, meta: Meta, *, person: str, device: str) -> str:
    """The cursor as a phone keeps it."""
    fill = cursor.fill or Fill(0)
    packed = _SHAPE.pack(
        _VERSION, cursor.pos, cursor.head[:HEAD_BYTES], cursor.epoch, cursor.fill is not None,
        fill.since, fill.stage, fill.mark,
    )  # fmt: skip
    return urlsafe_b64encode(packed + _mac(packed, meta, person, device)).decode().rstrip("=")


def opened(text: str, meta: Meta, *, person: str, device: str) -> Cursor | None:
    """The cursor that this server sealed for this person and device; None for anything else."""
    if len(text) > CURSOR_CHARS_MAX or not text.isascii():
        return None
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Base64Error, ValueError):
        return None
    packed, mac = data[: _SHAPE.size], data[_SHAPE.size :]
    if len(packed) != _SHAPE.size or not hmac.compare_digest(mac, _mac(packed, meta, person, device)):
        return None
    version, pos, head, epoch, filling, since, stage, mark = _SHAPE.unpack(packed)
    fill = Fill(since, Stage(stage), mark) if filling else None
    return Cursor(pos, head, epoch, fill) if version == _VERSION else None


def _mac(packed: bytes, meta: Meta, person: str, device: str) -> bytes:
    # Both are UUIDs, of fixed length: no two pairs read alike.
    if not (is_id(person) and is_id(device)):
        raise ValueError("person and device are UUIDs")
    return hmac.new(meta.cursor_key, packed + person.encode() + device.encode(), sha256).digest()[:_MAC_BYTES]
