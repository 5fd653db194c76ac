"""Scoped readings of a person's days: visits owed, meetings, milestones. Nothing here writes.

Each reading is of what lies under the person's own keys: who looks after a province costs no more than who has a
commune.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.days import add_days
from server.features.agenda.model import addresses
from server.features.agenda.rules import (
    AHEAD_DAYS,
    CANCELLED,
    CONFIRMED,
    DUTY_DAYS,
    MEETING,
    MILESTONE,
    PAST_DAYS,
    VISIT,
    Entry,
    is_near,
    status_of,
)
from server.features.audiences import persons
from server.features.duty.ledger import Line, Post, accounts
from server.features.duty.ledger import Off as Leave
from server.features.duty.queries import read_book
from server.features.duty.records import leaves_of, post_of
from server.features.handling import text, text_or_none
from server.features.invitations.records import (
    in_charge,
    meeting_of,
    moment_of,
    offs_of,
    place_of_meeting,
    posts_near,
)
from server.features.invitations.rules import INVITER_ROLES, Meeting, Off, Times, is_away, standing
from server.features.people.directory import Directory
from server.features.people.queries import login_of
from server.features.tasks.records import cells_of, milestones_of, owner_of, reached_of
from server.platform.bodies import records_of_few, said
from server.platform.clock import start_of
from server.platform.passwords import digest
from server.platform.store import SqlReader
from server.words import DEFAULT_LANGUAGE
from sync.ports import Record
from sync.values import int_of

_EVERYONE: Final = frozenset({"all"})
_MINUTE_MS: Final = 60_000
# A post without a first day has always been.
_OLDEST: Final = "1970-01-01"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose days, of which office's directory, as of which instant of its clock."""

    directory: Directory
    person: str
    today: str
    now_ms: int


def find_holder(reader: SqlReader, secret: str) -> str | None:
    """Whose calendar that secret opens; None for one that is unknown or ended, and for who may not sign in.

    It is looked for by its hash: how long the search takes tells nothing of the secrets that there are.
    """
    query = sa.select(addresses.c.person).where(addresses.c.secret_hash == digest(secret))
    person: str | None = reader.connection.execute(query).scalar()
    login = login_of(reader, person) if person is not None else None
    return None if login is None or login.disabled else person


def find_made(connection: Connection, person: str) -> int | None:
    """When the person's address was made, real ms; None where he has none."""
    found: int | None = connection.execute(sa.select(addresses.c.made).where(addresses.c.person == person)).scalar()
    return found


def language_of(reader: SqlReader, person: str) -> str:
    """The language in which the person is told."""
    wishes = reader.records("preference", persons(person))
    return next((text(each, "language") for each in wishes if text_or_none(each, "language")), DEFAULT_LANGUAGE)


def read_entries(reader: SqlReader, asked: Asked) -> list[Entry]:
    """The person's days, in no order. On the days of his leave there is nothing of his but what he came to."""
    leaves, excuses = list(reader.records("leave", _EVERYONE)), list(reader.records("excuse", _EVERYONE))
    found = [*_owed(reader, asked, leaves_of(leaves)), *_steps(reader, asked)]
    there = [each for each in found if not _is_away(leaves_of(leaves), asked.person, each.day)]
    return [*there, *_met(reader, asked, offs_of(leaves, excuses))]


def _owed(reader: SqlReader, asked: Asked, leaves: Sequence[Leave]) -> Iterator[Entry]:
    """The visits that the person owes, and those of whom he stands in for on the day."""
    until = add_days(asked.today, DUTY_DAYS)
    held = [post for each in asked.directory.held_by(asked.person) if (post := post_of(each)) is not None]
    posts = {post.id: post for post in held if post.holds_on(asked.today)}
    if not posts:
        return
    people = {each for post in posts.values() for each in (post.person, post.substitute) if each is not None}
    book = read_book(reader, asked.directory, persons(*people), as_of=until)
    # A person's part in a trip goes to one of his posts: those of others take nothing from it.
    book = replace(book, posts=[post for post in book.posts if people & {post.person, post.substitute}])
    moved = sum(each.v for each in reader.records("period", _EVERYONE))
    kept = accounts(book, until)
    for id, post in posts.items():
        for line in kept[id].lines if id in kept else ():
            is_his = asked.person == (post.substitute if _is_away(leaves, post.person, line.last) else post.person)
            if is_his and line.state == "open" and is_near(line.last, asked.today):
                yield _visit(post, line, moved)


def _visit(post: Post, line: Line, moved: int) -> Entry:
    name = f"{VISIT}-{post.id}-{line.first_month}"
    # It is owed since the post was taken up; a calendar may not be told of a change to come.
    since = start_of(max(post.starts, _OLDEST))
    return Entry(VISIT, name, post.unit, line.last, f"/duty/{post.id}", since, moved)


def _is_away(leaves: Iterable[Leave], person: str, day: str) -> bool:
    return any(each.person == person and each.starts <= day <= each.ends for each in leaves)


def _met(reader: SqlReader, asked: Asked, offs: Sequence[Off]) -> Iterator[Entry]:
    """The meetings to which the person invites or is invited."""
    first, last = add_days(asked.today, -PAST_DAYS), add_days(asked.today, AHEAD_DAYS)
    near = said("invitation", "starts").between(first, last)
    for record in records_of_few(reader, "invitation", persons(asked.person), near):
        meeting, unit = meeting_of(record), place_of_meeting(asked.directory, record)
        status = _status(asked, record, meeting, unit, offs)
        if status is not None:
            yield _meeting(record, meeting, unit, status)


def _status(asked: Asked, record: Record, meeting: Meeting, unit: str, offs: Sequence[Off]) -> str | None:
    directory, person, day = asked.directory, asked.person, meeting.times.starts
    if person not in meeting.invited:
        writes = any(directory.holds(person, role, text(record, "unit"), asked.today) for role in INVITER_ROLES)
        calls = CONFIRMED if meeting.status == "open" else CANCELLED
        return calls if writes and text(record, "by") == person else None
    posts = posts_near(directory, unit)
    held = {post.id for post in posts if person in (post.person, post.substitute)}
    away = is_away(offs, day, person=person, posts=held, units={unit, *directory.ancestors(unit)})
    there = person in in_charge(directory, posts, day)
    # What is called off says so to whom it was told: not to who had declined, or had left by then.
    own = [each.kind for each in meeting.log if each.person == person]
    if meeting.status != "open" and (not there or away or own[-1:] == ["declined"]):
        return None
    return status_of(standing(meeting, person, at=moment_of(asked.now_ms), in_charge=there, away=away))


def _meeting(record: Record, meeting: Meeting, unit: str, status: str) -> Entry:
    times = meeting.times
    return Entry(
        MEETING,
        f"{MEETING}-{record.id}",
        unit,
        times.starts,
        f"/invitations/{record.id}",
        changed=max((each.at for each in meeting.log), default=0),
        changes=record.v,
        from_ms=start_of(times.starts) + times.from_minute * _MINUTE_MS,
        to_ms=_end_of(times),
        status=status,
    )


def _end_of(times: Times) -> int | None:
    if times.to_minute is not None:
        return start_of(times.ends) + times.to_minute * _MINUTE_MS
    return start_of(add_days(times.ends, 1)) if times.ends != times.starts else None


def _steps(reader: SqlReader, asked: Asked) -> Iterator[Entry]:
    """The milestones, not reached yet, of the open tasks that are the person's or those of his agency."""
    directory, person = asked.directory, asked.person
    roles = directory.roles(person, asked.today)
    owners = {person, *(each.agency for each in roles if each.agency is not None)} if roles else set()
    keys = {*persons(person), *(f"agency:{each}" for each in owners - {person})}
    for task in records_of_few(reader, "task", keys, said("task", "status") == "open"):
        if owner_of(task) not in owners:
            continue
        reached = reached_of(task)
        for id, _, day in milestones_of(task.body.get("milestones")):
            if not reached.get(id) and is_near(day, asked.today):
                yield _step(task, id, day)


def _step(task: Record, milestone: str, day: str) -> Entry:
    changed = max((int_of(each["at"]) for each in cells_of(task, "log")), default=0)
    name = f"{MILESTONE}-{task.id}-{milestone}"
    return Entry(MILESTONE, name, text(task, "unit"), day, f"/tasks/{task.id}", changed, task.v)
