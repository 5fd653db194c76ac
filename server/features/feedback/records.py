"""A feedback item as a handler finds it, and the gate before it.

Owns reading: the item, who may see it today, and how the person who acts stands to it. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from server.features.audiences import feedback_keys, linked_to, may_read
from server.features.feedback.accounts import Matter
from server.features.feedback.figures import Entry
from server.features.feedback.rules import RAISER_ROLES, Actor, Item, Step
from server.features.handling import (
    argument,
    not_found,
    number,
    office_instant,
    refusal,
    round_argument,
    text,
    text_or_none,
)
from server.features.people.directory import Directory
from server.platform.clock import day_of
from sync.entities import BY_NAME
from sync.ports import Record, Value, Work
from sync.values import int_of, items_of, text_of

_COLUMNS: Final = BY_NAME["feedback"].field("thread").columns


def access_item(work: Work, directory: Directory) -> Record:
    """The operation's item, for whoever may read it today in the role he acts in. `not_found` for anyone else."""
    return access_record(work, directory, work.op.id)


def access_record(work: Work, directory: Directory, id: str) -> Record:
    """An item, for whoever may read it today in the role he acts in. `not_found` for anyone else."""
    item = work.read("feedback", id)
    person, today = work.op.author, work.today
    if item is None or not may_read(directory, keys_of(directory, item), person=person, today=today):
        raise not_found()
    if not _acts_in_role(work, directory, item):
        raise refusal("not_allowed", role=work.op.role)
    return item


def keys_of(directory: Directory, item: Record, month: str | None = None) -> set[str]:
    """The keys that the item is under after a step in that month. A referred matter is the province's alone."""
    if text(item, "author"):
        unit, owner = text(item, "unit"), text_or_none(item, "owner")
        original = text_or_none(item, "duplicate_of")
        index = {linked_to(original)} if original else set()
        return feedback_keys(directory, unit=unit, author=item.author, owner=owner, month=month) | index
    return directory.unit_keys("unit", text(item, "unit"), month)


def actor_of(work: Work, directory: Directory, item: Record) -> Actor:
    """How the operation's author stands to the item today."""
    person, unit, today = work.op.author, text(item, "unit"), work.today
    contacts = directory.current_contacts(unit, today)
    owner = text_or_none(item, "owner")
    return Actor(
        role=work.op.role,
        raised_it=item.author == person,
        is_contact=person in contacts,
        unit_has_contact=bool(contacts),
        works_for_owner=owner is not None and directory.owns(person, owner, today),
    )


def has_linked(work: Work, item: Record) -> bool:
    """Whether the item answers for others that say the same. Only what was joined is searched for."""
    return has_kind(item, "joined") and any(True for _ in work.records("feedback", {linked_to(item.id)}))


def item_of(item: Record, *, has_linked: bool = False) -> Item:
    """What of the item its next step depends on."""
    return Item(
        status=text(item, "status"),
        round=number(item, "round"),
        owner=text_or_none(item, "owner"),
        due=text_or_none(item, "due"),
        asked_until=text_or_none(item, "asked_until"),
        raised_day=day_of(number(item, "raised")),
        is_linked=text(item, "duplicate_of") != "",
        has_linked=has_linked,
    )


def step_of(work: Work) -> Step:
    """What the operation says."""
    return Step(
        name=work.op.kind.removeprefix("feedback."),
        round=round_argument(work) or None,
        text=argument(work, "text"),
        outcome=argument(work, "outcome"),
        due=argument(work, "due"),
        until=argument(work, "until"),
    )


def has_entry(item: Record, id: str) -> bool:
    """Whether the thread holds an entry of that id: the same word said twice is one entry."""
    return any(entry[0] == id for entry in items_of(item.body.get("thread")))


def has_kind(item: Record, kind: str) -> bool:
    """Whether the thread holds an entry of that kind."""
    return any(entry[_COLUMNS.index("kind")] == kind for entry in items_of(item.body.get("thread")))


def entry_instant(work: Work, directory: Directory, item: Record | None) -> int:
    """When the entry was said, on the office's clock, ms; never before the entry that it follows.

    A phone whose clock is slow would otherwise confirm an answer before it was given, and figures as of a day between
    the two would know a confirmation of nothing.
    """
    said = office_instant(directory, work.done_at)
    thread = items_of(item.body.get("thread")) if item else ()
    return max([said, *(int_of(entry[_AT]) for entry in thread)])


_AT = 2


def thread_of(item: Record) -> list[Value]:
    """The thread as it stands, a new list."""
    return [list(entry) for entry in items_of(item.body.get("thread"))]


def entry_of(work: Work, directory: Directory, item: Record | None, kind: str, **said: Value) -> list[Value]:
    """A new entry of the item's thread, under the id that the phone made: who, in which role, when, and what."""
    columns: dict[str, Value] = {
        "id": argument(work, "entry"),
        "kind": kind,
        "at": entry_instant(work, directory, item),
        "person": work.op.author,
        "role": work.op.role,
        "agency": agency_of(work, item),
        "text": argument(work, "text"),
        "round": number(item, "round") if item else 1,
        **said,
    }
    return [columns.get(column) for column in _COLUMNS]


def agency_of(work: Work, item: Record | None) -> str | None:
    """The agency that the author speaks for: the item's owner, where he acts as its desk."""
    return text_or_none(item, "owner") if item and work.op.role == "agency" else None


def _acts_in_role(work: Work, directory: Directory, item: Record) -> bool:
    person, role, today = work.op.author, work.op.role, work.today
    if role == "agency":
        return directory.owns(person, text_or_none(item, "owner"), today)
    # Who raised an item stays its raiser when his assignment ends, in that role and no other. Who brought it in with a
    # list did so as the clerk, and is no clerk any more when he does not keep these books.
    raised_it = item.author == person and role == text(item, "role") and role in RAISER_ROLES
    return raised_it or directory.holds(person, role, text(item, "unit"), today)


def matter_of(item: Record) -> Matter:
    """The item as figures need it."""
    raised = day_of(int_of(item.body.get("raised")))
    return Matter(text_of(item.body.get("unit")), raised, list(entries_of(item)))


def entries_of(item: Record) -> Iterator[Entry]:
    """The thread as figures need it."""
    for row in items_of(item.body.get("thread")):
        said = dict(zip(_COLUMNS, row, strict=False))
        yield Entry(
            kind=text_of(said["kind"]),
            day=day_of(int_of(said["at"])),
            role=text_of(said["role"]),
            outcome=text_of(said["outcome"]) or None,
            due=text_of(said["due"]) or None,
            owner=text_of(said["owner"]) or None,
        )
