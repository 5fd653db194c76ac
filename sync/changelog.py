"""The chain of the log: every change is bound to all before it.

    payload_hash = SHA-256(salt ‖ payload)
    head         = SHA-256(previous head ‖ header ‖ payload_hash)

Owns the two formulas and the check of a chain. Pure. The payload enters by its salted hash, so that an erasure can
take payload and salt away, nothing can be guessed from what stays, and the chain still verifies.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import msgspec

from sync.stored import StoredChange

SALT_BYTES: Final = 16
# What a cursor holds of a head: enough that two histories never agree by chance.
HEAD_BYTES: Final = 8

_encode: Final = msgspec.json.Encoder().encode


def link(
    previous: bytes,
    *,
    pos: int,
    entity: str,
    id: str,
    v: int,
    op_id: str,
    actor: str,
    at: int,
    salt: bytes,
    payload: str,
) -> StoredChange:
    """The change that follows `previous`, with its hashes."""
    payload_hash = sha256(salt + payload.encode()).digest()
    head = _head(previous, (pos, entity, id, v, op_id, actor, at), payload_hash)
    return StoredChange(pos, entity, id, v, op_id, actor, at, salt, payload, payload_hash, head)


def first_broken(previous: bytes, changes: Iterable[StoredChange]) -> int | None:
    """The position of the first change that does not follow from those before it; None when all do."""
    for change in changes:
        if change.head != _head(previous, _header(change), change.payload_hash) or _is_forged(change):
            return change.pos
        previous = change.head
    return None


def _header(change: StoredChange) -> tuple[int, str, str, int, str, str, int]:
    return (change.pos, change.entity, change.id, change.v, change.op_id, change.actor, change.at)


def _head(previous: bytes, header: tuple[int, str, str, int, str, str, int], payload_hash: bytes) -> bytes:
    return sha256(previous + _encode(header) + payload_hash).digest()


def _is_forged(change: StoredChange) -> bool:
    if change.payload is None or change.salt is None:
        return False
    return sha256(change.salt + change.payload.encode()).digest() != change.payload_hash
