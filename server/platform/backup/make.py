"""Making a backup: written beside its place, opened and looked through, and only then given its name and counted on.

Owns that order. A file that carries its name is whole; a backup that was not looked through is none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final

from sqlalchemy.engine import Engine

from server.platform.backup.archive import Writer
from server.platform.backup.dump import Holdings, Progress, dump
from server.platform.backup.finding import Finding
from server.platform.backup.load import Contents, load
from server.platform.backup.positions import Kept, counted_until, note_backup
from server.platform.backup.verify import Verified, verify
from server.platform.blobs import Blobs
from server.platform.db import engine_of
from server.platform.store import SqlStore

# What is being written, and where it is looked through: names that a kill may leave behind.
UNPROVED: Final = ".unproved"
SCRATCH: Final = ".proof-"


class UnfitError(Exception):
    """What was written is not whole, because the office is not: `findings` say where."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(str(findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Office:
    """What is backed up or restored: the database, its photos, and what else it consists of.

    `scratch`: a folder of the office's own, where for a while lies open what a backup holds locked.
    """

    engine: Engine
    blobs: Blobs
    holdings: Holdings
    scratch: Path


@dataclass(frozen=True, slots=True)
class Means:
    """What the work needs from outside: the instant in ms, new ids, random bytes, and whom to tell how far it is."""

    now: int
    new_id: Callable[[], str]
    chance: Callable[[int], bytes]
    tell: Progress


def make_backup(office: Office, to: Path, pass_phrase: bytes | None, means: Means) -> tuple[Kept, Contents]:
    """Back an office up into a new file. FileExistsError, OSError; UnfitError: the office itself is damaged."""
    if to.exists():
        raise FileExistsError(str(to))
    beside = to.with_name(f"{to.name}{UNPROVED}")
    # Whoever is at this file already goes on: it is not ours to throw away.
    opened = beside.open("xb")
    try:
        with opened as file:
            os.fchmod(file.fileno(), 0o600)
            writer = Writer(file, pass_phrase, means.chance)
            dump(office.engine, office.blobs, office.holdings, writer, now=means.now, tell=means.tell)
            _flush(file)
        contents, verified = prove(beside, pass_phrase, office.holdings, office.scratch, means.tell)
        if verified.findings:
            raise UnfitError(verified.findings)
        beside.replace(to)
        _flush_folder(to.parent)
    finally:
        beside.unlink(missing_ok=True)
    about = contents.about
    kept = Kept(
        means.new_id(), about.epoch, about.pos, about.made, counted_until(about.made), str(to), to.stat().st_size
    )
    with SqlStore(office.engine).write() as tx:
        note_backup(tx, kept, now=means.now)
    return kept, contents


def prove(
    path: Path, pass_phrase: bytes | None, holdings: Holdings, scratch: Path, tell: Progress
) -> tuple[Contents, Verified]:
    """Open a backup as a restore would, into a database in `scratch` that is thrown away, and look through it.

    ArchiveError, DamagedError: it cannot be opened.
    """
    with TemporaryDirectory(dir=scratch, prefix=SCRATCH) as folder:
        engine = engine_of(f"sqlite:///{folder}/proof.sqlite3")
        try:
            contents = load(path, pass_phrase, engine, len, tell)
            return contents, verify(engine, None, holdings, tell)
        finally:
            engine.dispose()


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
