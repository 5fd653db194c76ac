"""A device's place in the feed, sealed.

Owns the cursor's bytes and what a cursor proves. Pure. To a phone it is opaque; to anyone else it is worthless: it is
bound to person and device by a MAC under the database's own key.

    version 1 │ pos 8 │ head 8 │ epoch 8 │ fill? 1 │ since 8 │ stage 1 │ mark 8 │ MAC 16        base64url, 79 characters
    version 2 │ pos 8 │ head 8 │ epoch 8 │ MAC 16                                               base64url, 55 characters
    version 3 │ pos 8 │ head 8 │ epoch 8 │ since 8 │ stage 1 │ mark 8 │ seen 8 │ head 8 │ MAC 16          99 characters
    version 4 │ pos 8 │ head 8 │ epoch 8 │ seen 8 │ head 8 │ MAC 16                                     76 characters

A quiet phone sends its cursor with every request, so the one at the log's end and without a back-fill is short. Cursors
of the first version are taken whether they have one or not.

`head` is the beginning of the log's chain at `pos`: a log that was put back or copied has another there, or none. A
cursor before the end of the log names that end too, `seen`: what had moved on to there is not under its old place any
more, and a log that was put back to between the two would never tell of it, nor of keys that were gained there. A
cursor whose heads are there stays good in every epoch, but for one with a back-fill: older servers gave it without
`seen`. Else `epoch` only says whether the loss has been noticed already.
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
_ON_ITS_WAY: Final = struct.Struct(">BQ8s8sQ8s")
_VERSION_FILLING: Final = 1
_VERSION_PLAIN: Final = 2
_VERSION_AHEAD: Final = 3
_VERSION_ON_ITS_WAY: Final = 4
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
    """A back-fill under way: of the keys gained after `since`; `mark` is the position it has come to."""

    since: int
    stage: Stage = Stage.DIRECTORY
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Cursor:
    """Everything up to `pos` is on the phone, but for what `fill` has not brought yet.

    `seen`: where the log ended when it was given; None when that was at `pos`.
    """

    pos: int
    head: bytes
    epoch: bytes
    fill: Fill | None = None
    seen: Place | None = None

    @property
    def places(self) -> list[Place]:
        """Everything that a log must hold for this cursor to lead anywhere."""
        here = Place(self.pos, self.head)
        return [here] if self.seen is None else [here, self.seen]


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
    here, fill = (cursor.pos, cursor.head[:HEAD_BYTES], cursor.epoch), cursor.fill
    way = (fill.since, fill.stage, fill.mark) if fill is not None else None
    seen = (cursor.seen.pos, cursor.seen.head[:HEAD_BYTES]) if cursor.seen is not None else None
    if way is None:
        return _ON_ITS_WAY.pack(_VERSION_ON_ITS_WAY, *here, *seen) if seen else _PLAIN.pack(_VERSION_PLAIN, *here)
    return (
        _AHEAD.pack(_VERSION_AHEAD, *here, *way, *seen) if seen else _FILLING.pack(_VERSION_FILLING, *here, True, *way)
    )


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
        return Cursor(pos, head, epoch, Fill(since, Stage(stage), mark), Place(*seen))
    if version == bytes([_VERSION_ON_ITS_WAY]) and len(packed) == _ON_ITS_WAY.size:
        _, pos, head, epoch, *seen = _ON_ITS_WAY.unpack(packed)
        return Cursor(pos, head, epoch, None, Place(*seen))
    return None


def _mac(packed: bytes, meta: Meta, person: str, device: str) -> bytes:
    # Both are UUIDs, of fixed length: no two pairs read alike.
    if not (is_id(person) and is_id(device)):
        raise ValueError("person and device are UUIDs")
    return hmac.new(meta.cursor_key, packed + person.encode() + device.encode(), sha256).digest()[:_MAC_BYTES]
