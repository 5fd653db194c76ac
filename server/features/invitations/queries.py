"""Scoped readings of invitations: how many there were and who came, for a span of days. Nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from server.features.audiences import whole_scope
from server.features.handling import text
from server.features.invitations.records import (
    in_charge,
    meeting_of,
    moment_of,
    offs_of,
    place_of_meeting,
    posts_near,
    times_of,
)
from server.features.invitations.rules import (
    Known,
    Moment,
    Off,
    Sums,
    is_away,
    is_over,
    standing,
    sums,
    twins,
)
from server.features.people.directory import Assignment, Directory
from server.platform.bodies import records_of_few, said
from server.platform.store import SqlReader
from sync.ports import Record

_EVERYONE: Final = frozenset({"all"})
_Near = Callable[[str], tuple[Assignment, ...]]


@dataclass(frozen=True, slots=True)
class Stand:
    """How one person stands to one meeting, and whether that is over."""

    invitation: str
    unit: str
    person: str
    state: str
    over: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Invited and attended: in all, by unit and by person; and invitations that may be the same one written twice."""

    total: Sums
    units: dict[str, Sums]
    persons: dict[str, Sums]
    twins: list[list[str]]


def read_figures(
    reader: SqlReader, directory: Directory, *, person: str, now_ms: int, first: str, last: str
) -> Figures:
    """What became of the meetings of these days, of those invitations that the person may read at that instant."""
    at = moment_of(now_ms)
    keys = whole_scope(reader, directory.scope_keys(person, at.day))
    found = list(records_of_few(reader, "invitation", keys, said("invitation", "starts").between(first, last)))
    offs = offs_of(reader.records("leave", _EVERYONE), reader.records("excuse", _EVERYONE))
    # A province asks of its 159 units again and again.
    near = cache(lambda unit: posts_near(directory, unit))
    stands = [stand for each in found for stand in _stands(directory, offs, each, at=at, near=near)]
    return Figures(
        _sums(stands),
        _by(stands, lambda each: each.unit),
        _by(stands, lambda each: each.person),
        _twins(found),
    )


def _stands(directory: Directory, offs: list[Off], invitation: Record, *, at: Moment, near: _Near) -> Iterator[Stand]:
    meeting, unit = meeting_of(invitation), place_of_meeting(directory, invitation)
    day, over = meeting.times.starts, is_over(meeting.times, at)
    posts, units = near(unit), {unit, *directory.ancestors(unit)}
    there = in_charge(directory, posts, day)
    for each in meeting.invited:
        held = {post.id for post in posts if each in (post.person, post.substitute)}
        away = is_away(offs, day, person=each, posts=held, units=units)
        state = standing(meeting, each, at=at, in_charge=each in there, away=away)
        yield Stand(invitation.id, unit, each, state, over)


def _sums(stands: Iterable[Stand]) -> Sums:
    return sums((each.state, each.over) for each in stands)


def _by(stands: Iterable[Stand], whose: Callable[[Stand], str]) -> dict[str, Sums]:
    groups: dict[str, list[Stand]] = {}
    for each in stands:
        groups.setdefault(whose(each), []).append(each)
    return {id: _sums(groups[id]) for id in sorted(groups)}


def _twins(found: list[Record]) -> list[list[str]]:
    """Groups of invitations that may be the same one."""
    known = [Known(each.id, text(each, "unit"), times_of(each.body), text(each, "status")) for each in found]
    groups = {
        tuple(sorted((each.id, *twins(known, id=each.id, unit=each.unit, times=each.times))))
        for each in known
        if each.status == "open"
    }
    return [list(group) for group in sorted(groups) if len(group) > 1]
