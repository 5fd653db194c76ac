"""The list of erasures, outside of the database and of every backup of it.

Owns one file of one JSON line an erasure. It holds no words: who, when, on which ground, why, and from where. Whatever
database is opened beside it, however old, is brought up to this list before it serves. A line is on the disk before
what it says is done, so that a database can lack an erasure of the list, but never the list one of the database's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from sync.stored import Erasure

_LISTS_KEPT: Final = 16
_decode: Final = msgspec.json.Decoder(Erasure).decode


class BrokenListError(Exception):
    """A line of the list cannot be read: nothing may be served that it might be about."""


@dataclass(frozen=True, slots=True)
class ErasureList:
    """The list of an office."""

    path: Path

    def read(self) -> list[Erasure]:
        """All of them, in the order in which they were entered. BrokenListError."""
        if not self.path.exists():
            return []
        return list(self._parsed(self.path.read_bytes()))

    def add(self, erasure: Erasure) -> None:
        """Enter an erasure and let it reach the disk. One that is there already is not entered twice."""
        if any(one.id == erasure.id for one in self.read()):
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        there = self.path.read_bytes() if self.path.exists() else b""
        with self.path.open("r+b" if self.path.exists() else "x+b") as file:
            os.fchmod(file.fileno(), 0o600)
            # What a power cut left half written was never acted on.
            file.seek(there.rfind(b"\n") + 1)
            file.truncate()
            file.write(msgspec.json.encode(erasure) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def count(self) -> int:
        """How many there are; asked at each contact, so that only a list that has grown is read."""
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return 0
        return _lines_in(self.path, (there.st_ino, there.st_size, there.st_mtime_ns))

    def _parsed(self, content: bytes) -> Iterator[Erasure]:
        *lines, _half = content.split(b"\n")
        for at, line in enumerate(lines, 1):
            try:
                yield _decode(line)
            except msgspec.MsgspecError as error:
                raise BrokenListError(f"{self.path}: line {at}") from error


@lru_cache(maxsize=_LISTS_KEPT)
def _lines_in(path: Path, _state: tuple[int, int, int]) -> int:
    return path.read_bytes().count(b"\n")
