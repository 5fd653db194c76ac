"""Readings of photos: who may send one, who may see one, what is on its way. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from server.features.attachments.model import photos, uploads
from server.features.attachments.rules import STORED, Announced, Photo, is_named, photos_of
from server.features.audiences import may_read
from server.features.people.directory import Directory
from server.platform.store import SqlReader
from server.platform.tables import record
from sync.errors import HELD, QUARANTINED
from sync.ports import Value
from sync.values import int_of


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way."""

    id: str
    photo: str
    person: str
    visit: str
    sha: str
    size_bytes: int
    received_bytes: int


@dataclass(frozen=True, slots=True)
class Orphan:
    """A photo that nothing names, and the content kept for it."""

    photo: str
    stored_sha: str


# One day's work, so that the writers' turn stays short.
_ORPHANS_MAX = 1_000


def find_upload(reader: SqlReader, person: str, photo: str) -> Upload | None:
    """The person's own upload of that photo."""
    row = reader.connection.execute(
        sa.select(*(uploads.c[name] for name in Upload.__dataclass_fields__)).where(
            uploads.c.person == person, uploads.c.photo == photo
        )
    ).first()
    return None if row is None else Upload(*row)


def in_flight(reader: SqlReader, person: str) -> tuple[int, int]:
    """How many files, and bytes of them in all, the person has on their way."""
    total = sa.func.coalesce(sa.func.sum(uploads.c.size_bytes), 0)
    row = reader.connection.execute(sa.select(sa.func.count(), total).where(uploads.c.person == person)).one()
    return int(row[0]), int(row[1])


def is_stored(reader: SqlReader, photo: str) -> bool:
    """Whether the photo's bytes have arrived."""
    found = reader.record("attachment", photo)
    return found is not None and found.body.get("state") == STORED


def is_erased(reader: SqlReader, announced: Announced) -> bool:
    """Whether the photo was erased: its bytes are not taken again, wherever they come from."""
    return any(f"photos/{announced.photo}" in one.places for one in reader.erasures([announced.visit]))


def shas_of(reader: SqlReader, ids: Sequence[str]) -> list[str]:
    """The contents kept for these photos."""
    query = sa.select(photos.c.stored_sha).where(photos.c.photo.in_(ids)).distinct()
    return sorted(reader.connection.execute(query).scalars())


def size_of_own(reader: SqlReader, person: str, photo: str) -> int | None:
    """The size in bytes of a photo that the person sent and that has arrived; None when there is none."""
    found = reader.record("attachment", photo)
    if found is None or found.author != person or found.body.get("state") != STORED:
        return None
    return int_of(found.body.get("bytes"))


def may_send(reader: SqlReader, person: str, announced: Announced) -> bool:
    """Whether a draft, a report, an answer or a refused operation of this person names that photo with those bytes.

    An id that is another person's photo already is nobody else's to send.
    """
    there = reader.record("attachment", announced.photo)
    if there is not None and there.author != person:
        return False
    return is_named(announced, _named(reader, person, announced.visit))


def find_picture(reader: SqlReader, directory: Directory, *, person: str, photo: str, today: str) -> str | None:
    """The stored content's SHA-256, for whoever may read the report that names the photo; None for anyone else."""
    if not may_read(directory, reader.keys_of("attachment", photo), person=person, today=today):
        return None
    query = sa.select(photos.c.stored_sha).where(photos.c.photo == photo)
    found: str | None = reader.connection.execute(query).scalar()
    return found


def names_of_uploads(reader: SqlReader) -> set[str]:
    """The names of the parts that are being received."""
    return set(reader.connection.execute(sa.select(uploads.c.id)).scalars())


def find_orphans(reader: SqlReader) -> list[Orphan]:
    """Photos whose attachment is gone, a bounded number of them; the rest is found the next day."""
    gone = ~sa.exists().where(record.c.id == photos.c.photo, record.c.entity == "attachment", ~record.c.removed)
    query = sa.select(photos.c.photo, photos.c.stored_sha).where(gone).limit(_ORPHANS_MAX)
    return [Orphan(*row) for row in reader.connection.execute(query)]


def is_kept(reader: SqlReader, stored_sha: str) -> bool:
    """Whether some photo still has that content."""
    query = sa.select(photos.c.photo).where(photos.c.stored_sha == stored_sha).limit(1)
    return reader.connection.execute(query).first() is not None


def _named(reader: SqlReader, person: str, visit: str) -> Iterator[dict[str, Photo]]:
    for entity in ("draft", "report"):
        found = reader.record(entity, visit)
        if found is not None and found.author == person:
            yield photos_of(found.body.get("photos"))
    item = reader.record("feedback", visit)
    if item is not None:
        # What others named is announced as theirs.
        named = photos_of(item.body.get("photos"))
        yield {id: one for id, one in named.items() if _is_of(reader, person, id)}
    # The words of an operation that was refused, or waits, are on the phone still: so are its photos.
    for op in reader.ops_on([visit], [QUARANTINED, HELD]):
        if op.author == person and op.body is not None:
            yield photos_of(_added_photos(json.loads(op.body)))


def _added_photos(sealed: Mapping[str, Any]) -> Value:
    """The photos that an operation adds, as the office keeps what it could not apply: columns and one row."""
    cells = dict(zip(sealed["cols"], sealed["row"], strict=True))
    added: Value = cells.get("add.photos") or cells.get("photos")
    return added


def _is_of(reader: SqlReader, person: str, photo: str) -> bool:
    found = reader.record("attachment", photo)
    return found is not None and found.author == person
