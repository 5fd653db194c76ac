"""An invitation as handlers and readings find it: its times, what was said of it, and who is in charge there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from server.features.handling import number, text, text_or_none
from server.features.invitations.rules import INVITED_ROLES, Entry, Meeting, Moment, Off, Times
from server.features.people.directory import Assignment, Directory
from server.features.units.lineage import MOVED, place_on
from server.platform.clock import day_of, start_of
from sync.entities import BY_NAME
from sync.ports import Record, Value
from sync.values import ids_of, int_of, items_of, text_of

LOG_COLUMNS: Final = BY_NAME["invitation"].field("log").columns
_MINUTE_MS: Final = 60_000


def moment_of(ms: int) -> Moment:
    """The office's day and minute of an instant of its clock."""
    day = day_of(ms)
    return Moment(day, (ms - start_of(day)) // _MINUTE_MS)


def times_of(fields: Mapping[str, Value]) -> Times:
    """The times that an invitation, a move or a proposal names."""
    to_minute = fields.get("to_minute")
    return Times(
        text_of(fields.get("starts")),
        text_of(fields.get("ends")),
        int_of(fields.get("from_minute")),
        to_minute if isinstance(to_minute, int) else None,
    )


def meeting_of(record: Record) -> Meeting:
    """What the rules need of an invitation."""
    return Meeting(
        times_of(record.body),
        text(record, "status"),
        number(record, "round"),
        ids_of(record.body.get("invited")),
        tuple(_entries(record)),
    )


def has_entry(record: Record, id: str) -> bool:
    """Whether the invitation holds an entry of that id: the same word said twice is one."""
    return any(row[0] == id for row in items_of(record.body.get("log")))


def place_of_meeting(directory: Directory, record: Record) -> str:
    """The unit where it takes place: its own, or the only heir of one that is gone by then."""
    unit = text(record, "unit")
    place = place_on(directory.units, unit, text(record, "starts"))
    return place.units[0] if place.verdict == MOVED else unit


def posts_near(directory: Directory, unit: str) -> tuple[Assignment, ...]:
    """Every post, of whatever time, of a monitor or leader over the unit or over a part of it."""
    held = (each for each in directory.assignments.values() if each.role in INVITED_ROLES)
    return tuple(each for each in held if is_near(directory, each, unit))


def is_near(directory: Directory, post: Assignment, unit: str) -> bool:
    """Whether the post is over the unit, or over a part of it."""
    return post.unit is not None and (directory.covers(post.unit, unit) or directory.covers(unit, post.unit))


def in_charge(directory: Directory, posts: Iterable[Assignment], day: str) -> set[str]:
    """Who holds one of these posts on that day or stands in for its holder, and may still sign in."""
    on_day = (each for each in posts if each.current_on(day))
    found = {person for each in on_day for person in (each.person, each.substitute) if person is not None}
    return {each for each in found if each in directory.persons and not directory.persons[each].disabled}


def offs_of(leaves: Iterable[Record], excuses: Iterable[Record]) -> list[Off]:
    """The days on which people are on leave, or posts and units excused."""
    found = []
    for each in (*leaves, *excuses):
        if each.body.get("cancelled") is not True:
            who = (text_or_none(each, name) for name in ("person", "assignment", "unit"))
            found.append(Off(text(each, "starts"), text(each, "ends"), *who))
    return found


def _entries(record: Record) -> Iterable[Entry]:
    for row in items_of(record.body.get("log")):
        cells = dict(zip(LOG_COLUMNS, row, strict=False))
        yield Entry(
            text_of(cells["id"]),
            text_of(cells["kind"]),
            int_of(cells["at"]),
            text_of(cells["person"]),
            int_of(cells["round"]),
            text_of(cells["about"]) or None,
        )
