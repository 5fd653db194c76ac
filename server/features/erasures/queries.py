"""Readings for erasures: which records a matter has, and what of it holds words. No words leave here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from server.features.audiences import of_visit
from server.features.erasures.rules import FEEDBACK, PHOTO, VISIT, parts_in
from server.platform import tables as t
from server.platform.erasing import conflicts_about, under
from server.platform.store import SqlReader, SqlTx
from sync.batch import Pair
from sync.entities import BY_NAME
from sync.erasing import ERASED_PHOTO
from sync.ports import Record
from sync.values import int_of, is_id, items_of, text_of

_VISIT: Final = ("draft", "visit", "report")
_ENTRY: Final = BY_NAME["feedback"].field("thread").columns


@dataclass(frozen=True, slots=True)
class Child:
    """One thing inside a matter that can be erased alone: its part, when it was said, by whom."""

    part: str
    at: int | None
    person: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A matter as whoever erases needs to know it: what it is, whose, and which parts hold something."""

    entity: str
    id: str
    number: str | None
    unit: str | None
    author: str
    day: str | None
    parts: list[str]
    children: list[Child]
    amended_by: list[str]


def find_matter(reader: SqlReader, what: str) -> Found | None:
    """The visit or the item of that number or id; None when there is none."""
    text = what.strip()
    for entity in (VISIT, FEEDBACK):
        id = text.lower() if is_id(text.lower()) else _id_of_number(reader, entity, text)
        found = _found(reader, entity, id) if id is not None else None
        if found is not None:
            return found
    return None


def find_wished(reader: SqlReader, what: str) -> tuple[str, str] | None:
    """The visit, the item or the photo that a number or an id names: its kind and id. None when there is none."""
    found = find_matter(reader, what)
    if found is not None:
        return found.entity, found.id
    id = what.strip().lower()
    return (PHOTO, id) if is_id(id) and visit_of_photo(reader, id) is not None else None


def pairs_of(tx: SqlTx, matter: str) -> list[Pair]:
    """The records of a matter, tombstones too, and the conflicts over its words."""
    own = [(entity, matter) for entity in (*_VISIT, FEEDBACK)]
    return [*own, *under(tx, of_visit(matter)), *conflicts_about(tx, matter)]


def photos_of(reader: SqlReader, visit: str) -> list[str]:
    """The ids of every photo that a visit or an item has or had."""
    place = t.membership.c
    query = sa.select(place.id).where(place.key == of_visit(visit), place.entity == "attachment").order_by(place.id)
    known = list(reader.connection.execute(query).scalars())
    named = [text_of(item[0]) for record in _named_in(reader, visit) for item in items_of(record.body.get("photos"))]
    return list(dict.fromkeys([*known, *named]))


def visit_of_photo(reader: SqlReader, photo: str) -> str | None:
    """The visit that a photo belongs to; None when there is no such photo."""
    found = reader.record("attachment", photo)
    return text_of(found.body.get("visit")) if found is not None else None


def number_of(reader: SqlReader, matter: str) -> str | None:
    """The number on paper of a visit or an item; None when it has none yet."""
    found = reader.record(VISIT, matter) or reader.record(FEEDBACK, matter)
    return text_of(found.body.get("number")) or None if found is not None else None


def _id_of_number(reader: SqlReader, entity: str, number: str) -> str | None:
    if not number:
        return None
    one = t.record.c
    near = sa.select(one.id).where(
        one.entity == entity, ~one.removed, one.body.contains(f'"{number}"', autoescape=True)
    )
    for id in reader.connection.execute(near).scalars():
        record = reader.record(entity, id)
        if record is not None and record.body.get("number") == number:
            return str(id)
    return None


def _found(reader: SqlReader, entity: str, id: str) -> Found | None:
    records = _records(reader, id) if entity == VISIT else [one for one in [reader.record(FEEDBACK, id)] if one]
    if not records:
        return None
    filled = {name for record in records for name, value in record.body.items() if value not in (None, [], "")}
    photos = _photos(reader, id)
    first = records[0]
    unit, day = (text_of(first.body.get(name)) or None for name in ("unit", "starts"))
    parts = [*parts_in(entity, filled), *(["photos"] if photos else [])]
    children = [*_children(records), *photos]
    return Found(
        entity, id, number_of(reader, id), unit, first.author, day, parts, children, _amended_by(reader, id)
    )  # fmt: skip


def _photos(reader: SqlReader, visit: str) -> list[Child]:
    """The matter's photos that were not erased yet."""
    found = {id: reader.record("attachment", id) for id in photos_of(reader, visit)}
    left = [id for id, one in found.items() if one is None or one.body.get("state") != ERASED_PHOTO]
    return [Child(f"photos/{id}", None, None) for id in left]


def _records(reader: SqlReader, visit: str) -> list[Record]:
    """The visit's own records and its earlier rounds and reviews, as they stand."""
    own = [reader.record(entity, visit) for entity in ("visit", "report", "draft")]
    others = [one for entity in ("round", "review") for one in reader.records(entity, {of_visit(visit)})]
    return [one for one in [*own, *others] if one is not None]


def _named_in(reader: SqlReader, matter: str) -> list[Record]:
    """The records of a matter that may name photos."""
    item = reader.record(FEEDBACK, matter)
    return [item] if item is not None else _records(reader, matter)


def _children(records: Sequence[Record]) -> list[Child]:
    found = [child for record in records for child in _children_of(record)]
    return list({child.part: child for child in found}.values())


def _children_of(record: Record) -> Iterable[Child]:
    for row in items_of(record.body.get("thread")):
        entry = dict(zip(_ENTRY, row, strict=False))
        if entry["text"] is not None:
            yield Child(f"thread/{entry['id']}/text", int_of(entry["at"]), text_of(entry["person"]) or None)
    for id, text, *_ in items_of(record.body.get("commitments")):
        if text is not None:
            yield Child(f"commitments/{id}/text", None, record.author)


def _amended_by(reader: SqlReader, visit: str) -> list[str]:
    """Visits that were begun with this one's words: they are matters of their own."""
    one = t.record.c
    near = sa.select(one.id, one.entity).where(
        one.entity.in_((VISIT, "draft")), ~one.removed, one.id != visit, one.body.contains(visit, autoescape=True)
    )
    rows = reader.connection.execute(near).all()
    records = [record for row in rows if (record := reader.record(row.entity, row.id)) is not None]
    return sorted({text_of(one.body.get("number")) or one.id for one in records if one.body.get("amends") == visit})
