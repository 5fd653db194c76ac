"""Ids of the demo: the same in every seeding, so that a link, a test or a screenshot stays right.

Owns how they are made from the codes of the files. No clock and no chance may enter.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

_DEMO: Final = UUID("5f0c6a2e-7d0b-5c7e-9b0a-b1d1a4c0d024")


def record_id(kind: str, code: str) -> str:
    """The id of a record that stands in the files: `record_id("person", "CB01")`."""
    return str(uuid5(_DEMO, f"{kind}:{code}"))


def made_id(at_ms: int, name: str) -> str:
    """An id such as a phone makes at that instant (UUIDv7); `name` takes the place of chance."""
    chance = int.from_bytes(sha256(name.encode()).digest()[:10], "big")
    return str(UUID(int=at_ms << 80 | 7 << 76 | (chance >> 64 & 0xFFF) << 64 | 2 << 62 | chance & (1 << 62) - 1))
