"""A disk that loses power: everything that was written is watched, and any moment of it can be had as a file again.

    watch(folder)  ─ the store writes ─▶  events: write, cut, flush, delete … and marks of the test's own
    disk = Disk(before); disk.take(event) …     disk.files(chance)  what a disk may hold if the power went now

What was flushed is there. What was written since may be there, or not, or the sectors of it that the disk had come to,
each write for itself: disks keep no order. A file that was never flushed may not exist.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import apsw

SECTOR_BYTES: Final = 512
Fate = Literal["dropped", "kept", "torn"]


@dataclass(frozen=True)
class Event:
    """What was done to a file, or a mark of the test's own (`kind` "mark", `data` whatever it says)."""

    kind: str
    file: str = ""
    at: int = 0
    data: Any = b""


@dataclass
class _File:
    flushed: bytearray = field(default_factory=bytearray)
    waiting: list[Event] = field(default_factory=list)
    is_named: bool = False


class Disk:
    """The files as they are on the disk, and what of them may still be on its way."""

    def __init__(self, before: Mapping[str, bytes]) -> None:
        self._files = {name: _File(bytearray(data), is_named=True) for name, data in before.items()}

    def take(self, event: Event) -> None:
        """Go on by one event."""
        if event.kind == "delete":
            self._files.pop(event.file, None)
            return
        file = self._files.setdefault(event.file, _File())
        if event.kind == "flush":
            for one in file.waiting:
                _put(file.flushed, one)
            file.waiting, file.is_named = [], True
        else:
            file.waiting.append(event)

    def files(self, fate: Fate, chance: random.Random) -> dict[str, bytes]:
        """What may be found after the power came back, when such is the fate of what was not flushed."""
        found: dict[str, bytes] = {}
        for name, file in self._files.items():
            if file.is_named or fate != "dropped":
                data = bytearray(file.flushed)
                for one in file.waiting:
                    _lose(data, one, fate, chance)
                found[name] = bytes(data)
        return found


def _lose(data: bytearray, event: Event, fate: Fate, chance: random.Random) -> None:
    whole = fate == "kept" or (fate == "torn" and chance.random() < 0.4)
    if whole:
        _put(data, event)
    elif fate == "torn" and event.kind == "write":
        for start in range(0, len(event.data), SECTOR_BYTES):
            if chance.random() < 0.5:
                _put(data, Event("write", event.file, event.at + start, event.data[start : start + SECTOR_BYTES]))


def _put(data: bytearray, event: Event) -> None:
    if event.kind == "cut":
        del data[event.at :]
        return
    end = event.at + len(event.data)
    if len(data) < end:
        data.extend(bytes(end - len(data)))
    data[event.at : end] = event.data


@contextmanager
def watch(name: str, events: list[Event]) -> Iterator[None]:
    """An `apsw` VFS of that name that notes every event while it does it."""
    vfs = _Watching(name, events)
    try:
        yield
    finally:
        vfs.unregister()


class _Watching(apsw.VFS):
    def __init__(self, name: str, events: list[Event]) -> None:
        super().__init__(name, "")
        self._events = events

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's
        return _WatchedFile(name, flags, self._events)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        self._events.append(Event("delete", Path(filename).name))


class _WatchedFile(apsw.VFSFile):
    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int], events: list[Event]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = Path(path or "").name
        # A file without a name is SQLite's own scratch paper.
        self._events = events if self._name else []
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._events.append(Event("write", self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self._events.append(Event("cut", self._name, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._events.append(Event("flush", self._name))
