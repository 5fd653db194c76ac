"""Keeping what items came to, and counting it: the one reader and the one writer of `feedback_course`.

    records beyond the last `pos` kept ──fold──▶ courses (nightly)
    figures as of a day = sums over the courses of that day + what was said since, folded now

Every item is counted once: by its kept course, or, where its record moved on since, by its thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from server.days import add_days, day_before
from server.features.feedback.accounts import (
    ESCALATED_AFTER_DAYS,
    OVERDUE,
    SUMMED,
    Course,
    Matter,
    Tally,
    course_of,
    grouped,
)
from server.features.feedback.model import OPEN_END, courses, kept
from server.features.feedback.records import matter_of
from server.platform import tables as t
from server.platform.queries import columns
from server.platform.store import SqlReader, SqlTx
from sync.batch import record_of
from sync.ports import Record
from sync.stored import StoredRecord

# Items folded in one transaction: a tenth of a second in which others wait to write.
AT_ONCE: Final = 500
_KIND: Final = "feedback"
_course: Final = courses.c


def tallies(reader: SqlReader, units: Collection[str], *, as_of: str, by: str | None) -> dict[str | None, Tally]:
    """The tally of each group (`by` agency or unit; None: all in one) of the items of these units."""
    last = _kept_up_to(reader)
    found = _summed(reader, units, last, as_of=as_of, by=by)
    matters = (matter_of(one) for one in _changed(reader, last) if not one.removed)
    said = [course_of(matter, as_of) for matter in matters if matter.unit in units]
    for key, tally in grouped([one for one in said if one is not None], as_of, by).items():
        found.setdefault(key, Tally()).add(tally)
    return found


def open_items(reader: SqlReader, units: Collection[str]) -> Iterator[Record]:
    """The items of these units that are not closed, by id, however many there were."""
    last = _kept_up_to(reader)
    query = sa.select(_course.id).where(_course.last == OPEN_END, _course.is_open == 1, _course.unit.in_(units))
    known = iter(reader.connection.execute(query).scalars().all())
    found: dict[str, Record] = {}
    while some := list(islice(known, AT_ONCE)):
        found |= {one.id: record_of(one) for one in reader.stored(some) if one.entity == _KIND}
    found |= {one.id: one for one in _changed(reader, last)}
    for id in sorted(found):
        item = found[id]
        if not item.removed and item.body["unit"] in units and item.body["status"] != "confirmed":
            yield item


def keep(tx: SqlTx, limit: int = AT_ONCE) -> int:
    """Fold the items that changed since it was last done, oldest change first; how many of at most `limit`."""
    changed = list(_changed(tx, _kept_up_to(tx), limit))
    if not changed:
        return 0
    tx.connection.execute(courses.delete().where(_course.id.in_([one.id for one in changed])))
    rows = [row for one in changed if not one.removed for row in _rows(one)]
    if rows:
        tx.connection.execute(courses.insert(), rows)
    tx.connection.execute(kept.delete())
    tx.connection.execute(kept.insert().values(id=1, pos=changed[-1].pos))
    return len(changed)


def spans(matter: Matter) -> Iterator[tuple[str, str, Course]]:
    """The courses of a matter, each with its first and last day: one for each day on which something was said."""
    days = sorted({entry.day for entry in matter.thread})
    for first, following in zip(days, [*days[1:], None], strict=True):
        course = course_of(matter, first)
        if course is not None:
            yield first, day_before(following) if following else OPEN_END, course


def _rows(item: Record) -> Iterator[dict[str, Any]]:
    for first, last, course in spans(matter_of(item)):
        said = {name: int(value) if isinstance(value, bool) else value for name, value in course._asdict().items()}
        yield {"id": item.id, "first": first, "last": last, **said}


def _kept_up_to(reader: SqlReader) -> int:
    return reader.connection.execute(sa.select(kept.c.pos)).scalar() or 0


def _changed(reader: SqlReader, after: int, limit: int | None = None) -> Iterator[Record]:
    """The items whose records are of a later position, removed ones too, in the order of their positions."""
    query = columns(t.record, StoredRecord).where(*_beyond(after)).order_by(t.record.c.pos).limit(limit)
    for row in reader.connection.execute(query):
        yield record_of(StoredRecord(*row))


def _beyond(pos: int) -> tuple[sa.ColumnElement[bool], ...]:
    # The empty text keeps the database from walking all items by their kind: what is beyond a position is little.
    return t.record.c.pos > pos, t.record.c.entity + "" == _KIND


def _summed(
    reader: SqlReader, units: Collection[str], last: int, *, as_of: str, by: str | None
) -> dict[str | None, Tally]:
    """What the kept courses of that day come to, but for items that moved on since."""
    moved = sa.select(t.record.c.id).where(*_beyond(last))
    that_day = (_course.last >= as_of, _course.first <= as_of, _course.unit.in_(units), _course.id.not_in(moved))
    told = {name: what.label(name) for name, what in _told(as_of).items()}
    group = {"unit": _course.unit, "agency": _course.owner}.get(by or "", sa.null()).label("key")
    closed = _course.closed_after_days
    one = sa.select(group, *told.values(), closed).where(*that_day).subquery().c
    sums = [sa.func.sum(one[name]) for name in SUMMED]
    query = sa.select(one.key, one.category, sa.func.count(), sa.func.min(one.oldest), *sums)
    found: dict[str | None, Tally] = {}
    for key, name, count, day, *values in reader.connection.execute(query.group_by(one.key, one.category)):
        found.setdefault(key, Tally()).add(_tally(name, count, day, values))
    days = sa.select(one.key, one[closed.name], sa.func.count()).where(one[closed.name].is_not(None))
    for key, after, count in reader.connection.execute(days.group_by(one.key, one[closed.name])):
        found[key].closed_after[after] += count
    return found


def _tally(category: str, count: int, oldest: str | None, sums: Sequence[Any]) -> Tally:
    made = Tally(categories=Counter({category: count}), oldest=oldest)
    for name, value in zip(SUMMED, sums, strict=True):
        setattr(made, name, int(value))
    return made


def _told(as_of: str) -> dict[str, sa.ColumnElement[Any]]:
    """Each course as a tally counts it on that day."""
    late, answered = sa.and_(_course.wants == 1, _course.due < as_of), _course.is_answered == 1
    pressing = sa.and_(_course.presses == 1, _course.due < as_of)
    escalated = sa.and_(_course.wants == 1, _course.due <= add_days(as_of, -ESCALATED_AFTER_DAYS))
    return {
        "category": sa.case((pressing, OVERDUE), else_=_course.category),
        "oldest": sa.case((_course.is_open == 1, _course.raised)),
        "explained": _course.is_explained,
        "forwarded": _course.is_forwarded,
        "unanswered": _course.is_unanswered,
        "measured": _one_if(sa.or_(answered, late)),
        "on_time": _course.is_on_time,
        "overdue": _one_if(late),
        "escalated": _one_if(escalated),
        "answered": _one_if(sa.or_(answered, _course.reopened == 1)),
        "reopened": _course.reopened,
        "extended": _course.extended,
    }


def _one_if(what: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.case((what, 1), else_=0)
