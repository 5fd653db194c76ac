"""A device's place in the feed, sealed.

Owns the cursor's bytes and what a cursor proves. Pure. To a phone it is opaque; to anyone else it is worthless: it is
bound to person and device by a MAC under the database's own key.

    version 1 │ pos 8 │ head 8 │ epoch 8 │ fill? 1 │ since 8 │ stage 1 │ mark 8 │ MAC 16        base64url, 79 characters
    version 2 │ pos 8 │ head 8 │ epoch 8 │ MAC 16                                               base64url, 55 characters
    version 3 │ pos 8 │ head 8 │ epoch 8 │ since 8 │ stage 1 │ mark 8 │ seen 8 │ head 8 │ MAC 16          99 characters

A quiet phone sends its cursor with every request, so the one without a back-fill is short. Cursors of the first version
are taken whether they have one or not.

`head` is the beginning of the log's chain at `pos`: a log that was put back or copied has another there, or none. A
cursor whose head is there stays good in every epoch, but for one on its way to keys that were gained, which a log that
was put back may lack: that one names a later place of the log too, `seen`, where they had been gained. Else `epoch`
only says whether the loss has been noticed already.
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
from sync.stored import Meta
from sync.values import is_id

_FILLING: Final = struct.Struct(">BQ8s8sBqBQ")
_PLAIN: Final = struct.Struct(">BQ8s8s")
_AHEAD: Final = struct.Struct(">BQ8s8sqBQQ8s")
_VERSION_FILLING: Final = 1
_VERSION_PLAIN: Final = 2
_VERSION_AHEAD: Final = 3
_MAC_BYTES: Final = 16


class Stage(IntEnum):
    """How far a back-fill is: the directory first (upwards), then the rest, newest first (downwards)."""

    DIRECTORY = 0
    REST = 1


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the log, and the beginning of its chain there."""

    pos: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Fill:
    """A back-fill under way: of the keys gained after `since`; `mark` is the position it has come to.

    `seen`: where the log ended when rows were brought of a key that is gained further ahead; None once it is passed.
    """

    since: int
    stage: Stage = Stage.DIRECTORY
    mark: int = 0
    seen: Place | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Everything up to `pos` is on the phone, but for what `fill` has not brought yet."""

    pos: int
    head: bytes
    epoch: bytes
    fill: Fill | None = None

    @property
    def places(self) -> list[Place]:
        """Everything that a log must hold for this cursor to lead anywhere."""
        here = Place(self.pos, self.head)
        return [here] if self.fill is None or self.fill.seen is None else [here, self.fill.seen]


def epoch_mark(epoch: str) -> bytes:
    """What a cursor holds of an epoch."""
    return sha256(epoch.encode()).digest()[:HEAD_BYTES]


def sealed(cursor: Cursor, meta: Meta, *, person: str, device: str) -> str:
    """The cursor as a phone keeps it."""
    packed = _packed(cursor)
    return urlsafe_b64encode(packed + _mac(packed, meta, person, device)).decode().rstrip("=")


def opened(text: str, meta: Meta, *, person: str, device: str) -> Cursor | None:
    """The cursor that this server sealed for this person and device; None for anything else."""
    if len(text) > CURSOR_CHARS_MAX or not text.isascii():
        return None
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Base64Error, ValueError):
        return None
    packed, mac = data[:-_MAC_BYTES], data[-_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(packed, meta, person, device)):
        return None
    return _unpacked(packed)


def _packed(cursor: Cursor) -> bytes:
    head, fill = cursor.head[:HEAD_BYTES], cursor.fill
    if fill is None:
        return _PLAIN.pack(_VERSION_PLAIN, cursor.pos, head, cursor.epoch)
    if fill.seen is None:
        return _FILLING.pack(_VERSION_FILLING, cursor.pos, head, cursor.epoch, True, fill.since, fill.stage, fill.mark)
    way, seen = (fill.since, fill.stage, fill.mark), (fill.seen.pos, fill.seen.head[:HEAD_BYTES])
    return _AHEAD.pack(_VERSION_AHEAD, cursor.pos, head, cursor.epoch, *way, *seen)


def _unpacked(packed: bytes) -> Cursor | None:
    """The cursor in bytes that this database sealed."""
    version = packed[:1]
    if version == bytes([_VERSION_PLAIN]) and len(packed) == _PLAIN.size:
        _, pos, head, epoch = _PLAIN.unpack(packed)
        return Cursor(pos, head, epoch)
    if version == bytes([_VERSION_FILLING]) and len(packed) == _FILLING.size:
        _, pos, head, epoch, filling, since, stage, mark = _FILLING.unpack(packed)
        return Cursor(pos, head, epoch, Fill(since, Stage(stage), mark) if filling else None)
    if version == bytes([_VERSION_AHEAD]) and len(packed) == _AHEAD.size:
        _, pos, head, epoch, since, stage, mark, *seen = _AHEAD.unpack(packed)
        return Cursor(pos, head, epoch, Fill(since, Stage(stage), mark, Place(*seen)))
    return None


def _mac(packed: bytes, meta: Meta, person: str, device: str) -> bytes:
    # Both are UUIDs, of fixed length: no two pairs read alike.
    if not (is_id(person) and is_id(device)):
        raise ValueError("person and device are UUIDs")
    return hmac.new(meta.cursor_key, packed + person.encode() + device.encode(), sha256).digest()[:_MAC_BYTES]
