"""The office's receipt: how much it has of what a person wrote, and how much he may read.

Owns what is counted. A phone lays its own counts beside these; they are equal when it says that everything is synced.
Sans-I/O.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from sync.ports import Reader

# What a person makes himself; the rest follows from it.
OWN: Final = ("draft", "visit", "feedback")
_STORED: Final = "stored"


def receipt(reader: Reader, person: str, keys: Collection[str]) -> Mapping[str, object]:
    """`pos` where it was counted, `own` his records by kind and his stored photos, `read` all that he may read."""
    mine = {f"person:{person}"}
    own = reader.count(mine, author=person)
    photos = [one for one in reader.records("attachment", mine) if one.author == person]
    stored = sum(one.body.get("state") == _STORED for one in photos)
    counted: dict[str, int] = {entity: own.get(entity, 0) for entity in OWN}
    read = dict(sorted(reader.count(keys).items()))
    return {"pos": reader.head().pos, "own": {**counted, "photo": stored}, "read": read}
