"""Bytes on disk: what is being received, and what has arrived, by its content.

Owns the folder and nothing of its meaning. Names are ids and hashes that the server made or checked, never a person's
words. A blob is written beside its place, flushed to the disk and then named, so that a name always has its whole
content.

    <root>/parts/<upload id>          grows while a file is being received
    <root>/blobs/ab/abcdef…           whole, named by the SHA-256 of its content
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"[0-9a-f-]{16,64}")


@dataclass(frozen=True, slots=True)
class Blobs:
    """The folder of an office's bytes."""

    root: Path

    def write_part(self, name: str, offset: int, data: bytes) -> None:
        """Put `data` at `offset` of a part and let it reach the disk. The same bytes at the same place are harmless."""
        path = self._part(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if path.exists() else "x+b") as file:
            file.seek(offset)
            file.write(data)
            _flush(file.fileno())

    def read_part(self, name: str) -> bytes:
        """What has been received of a part; empty when there is none."""
        path = self._part(name)
        return path.read_bytes() if path.exists() else b""

    def parts(self) -> set[str]:
        """The names of all parts."""
        return {path.name for path in self._part("0" * 16).parent.glob("*")}

    def drop_part(self, name: str) -> None:
        """Forget a part; nothing when there is none."""
        self._part(name).unlink(missing_ok=True)

    def put(self, data: bytes) -> str:
        """Keep the content and return its SHA-256 in hex, under which it is read.

        What a disk damaged since it was kept is made whole by that.
        """
        name = sha256(data).hexdigest()
        path = self._blob(name)
        if self.read(name) != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f"{name}.{os.getpid()}")
            with beside.open("wb") as file:
                file.write(data)
                _flush(file.fileno())
            beside.replace(path)
            _flush_folder(path.parent)
        return name

    def read(self, name: str) -> bytes | None:
        """The content of that SHA-256; None when it is not kept."""
        path = self._blob(name)
        return path.read_bytes() if path.exists() else None

    def names(self) -> set[str]:
        """The names of all contents."""
        return {path.name for path in (self.root / "blobs").glob("*/*") if "." not in path.name}

    def drop(self, name: str) -> None:
        """Forget a content; nothing when it is not kept."""
        self._blob(name).unlink(missing_ok=True)

    def _part(self, name: str) -> Path:
        return self.root / "parts" / _checked(name)

    def _blob(self, name: str) -> Path:
        return self.root / "blobs" / name[:2] / _checked(name)


def _checked(name: str) -> str:
    assert _NAME.fullmatch(name), "not an id and not a hash"
    return name


def _flush(descriptor: int) -> None:
    os.fsync(descriptor)


def _flush_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
