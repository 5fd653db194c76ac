"""What the demo tells, read from `data/`: units, people, visits and matters, as typed and frozen values.

Owns the shape of those files. No clock, store or network may enter; ids and operations are made in `seed`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

import msgspec

# Vietnam keeps this offset all year; the files give times as a person in the province reads them on the wall.
_PROVINCE_TIME: Final = timezone(timedelta(hours=7))
_DATA: Final = files("server.demo") / "data"


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


# --- Places and people -----------------------------------------------------------------------------------------------


class Unit(_Row, frozen=True, kw_only=True):
    """A unit of mid-2024. `type` and `level` are codes of the wire; `parent_code` is None for the province."""

    code: str
    type: str
    name: str
    level: str
    parent_code: str | None = None


class Agency(_Row, frozen=True, kw_only=True):
    """A handling agency. The telephone numbers are invented."""

    code: str
    name: str
    phone: str


class Theme(_Row, frozen=True, kw_only=True):
    """What a matter is about, in the order people pick from."""

    code: str
    name_vi: str
    name_en: str


class Person(_Row, frozen=True, kw_only=True):
    """A fictional person; `account` is the user name of those who can sign in to the demo."""

    code: str
    name: str
    title: str
    account: str | None = None


class Assignment(_Row, frozen=True, kw_only=True):
    """A person in a role for a unit or an agency, from a day on."""

    person: str
    role: str
    unit: str | None = None
    agency: str | None = None
    starts: str
    ends: str | None = None
    decision: str | None = None


class Monitor(_Row, frozen=True, kw_only=True):
    """A department's leader who monitors one commune and appears nowhere else."""

    unit: str
    name: str
    title: str


# --- Visits ----------------------------------------------------------------------------------------------------------


class _Step(_Row, tag_field="do", frozen=True, kw_only=True):
    at: str
    received: str | None = None

    @property
    def arrived(self) -> str:
        """When the server had it."""
        return self.received or self.at


class Saved(_Step, tag="save", frozen=True, kw_only=True):
    """The draft reaches the server: `fields` as in the final text, `set` with other words.

    `unseen`: the device had not yet seen what stands in these fields.
    """

    fields: tuple[str, ...] = ()
    set: dict[str, str] = {}
    device: str = "phone"
    unseen: bool = False


class Settled(_Step, tag="settle", frozen=True, kw_only=True):
    """The writer settles two versions of a field; the final text is what he leaves."""

    field: str
    choice: str


class Submitted(_Step, tag="submit", frozen=True, kw_only=True):
    """The report is sent in its final text, but for `set`."""

    set: dict[str, str] = {}


class Returned(_Step, tag="return", frozen=True, kw_only=True):
    """A supervisor gives it back, with a general comment and comments on sections."""

    by: str
    comment: str
    sections: dict[str, str] = {}


class Approved(_Step, tag="approve", frozen=True, kw_only=True):
    """A supervisor approves it."""

    by: str
    comment: str = ""


Step = Saved | Settled | Submitted | Returned | Approved


class Attendance(_Row, frozen=True, kw_only=True):
    """Members due and present."""

    due: int
    present: int


class Commitment(_Row, frozen=True, kw_only=True):
    """What the writer promised, and until when."""

    text: str
    due: str


class Visit(_Row, frozen=True, kw_only=True):
    """One trip: its words as they were last sent, and the story of the report. `photos` are scenes of `pictures`."""

    number: str
    author: str
    unit: str
    kind: str
    starts: str
    ends: str | None = None
    village: str | None = None
    companions: tuple[str, ...] = ()
    attendance: Attendance | None = None
    findings: str
    difficulties: str
    recommendations: str
    proposals: str
    commitments: tuple[Commitment, ...]
    photos: tuple[str, ...] = ()
    story: tuple[Step, ...]


# --- Matters ---------------------------------------------------------------------------------------------------------


class _Event(_Row, tag_field="do", frozen=True, kw_only=True):
    by: str
    role: str
    at: str
    received: str | None = None

    @property
    def arrived(self) -> str:
        """When the server had it."""
        return self.received or self.at


class Raised(_Event, tag="raise", frozen=True, kw_only=True):
    """The matter is raised, in the item's own words."""


class Referred(_Event, tag="refer", frozen=True, kw_only=True):
    """Not for this product: only counted."""


class Owned(_Event, tag="own", frozen=True, kw_only=True):
    """The clerk gives it to an agency."""

    owner: str
    due: str
    text: str


class Said(_Event, tag="message", frozen=True, kw_only=True):
    """A word in the thread."""

    text: str


class Answered(_Event, tag="answer", frozen=True, kw_only=True):
    """The owner answers with an outcome."""

    outcome: str
    text: str


class Confirmed(_Event, tag="confirm", frozen=True, kw_only=True):
    """The commune confirms."""

    text: str


class Reopened(_Event, tag="reopen", frozen=True, kw_only=True):
    """The commune does not agree, and says why."""

    text: str


class ExtensionAsked(_Event, tag="ask_extension", frozen=True, kw_only=True):
    """The owner asks for more time."""

    until: str
    text: str


class Extended(_Event, tag="extend", frozen=True, kw_only=True):
    """The supervisor grants it; the original due date stays on record."""

    until: str
    text: str


class DueSet(_Event, tag="set_due", frozen=True, kw_only=True):
    """The clerk sets another date, with a reason; not an extension."""

    due: str
    text: str


Event = (
    Raised | Referred | Owned | Said | Answered | Confirmed | Reopened | ExtensionAsked | Extended | DueSet
)  # fmt: skip


class Item(_Row, frozen=True, kw_only=True):
    """One matter with its thread. A referred one has no words, no theme and no kind."""

    number: str
    unit: str
    kind: str | None = None
    theme: str | None = None
    urgency: str | None = None
    source: str | None = None
    visit: str | None = None
    matter: str | None = None
    events: tuple[Event, ...]


class _Story(_Row, frozen=True, kw_only=True):
    visit: tuple[Visit, ...] = ()
    item: tuple[Item, ...] = ()
    duty: tuple[DutyAct, ...] = ()
    exchange: tuple[ExchangeAct, ...] = ()


# --- Duty ------------------------------------------------------------------------------------------------------------


class DutyAct(_Row, frozen=True, kw_only=True):
    """What a clerk wrote into the books of duty. `code` names the instrument, or the period that takes a step."""

    kind: str
    code: str
    by: str
    at: str
    says: dict[str, str | int | list[str]] = {}
    text: str | None = None


# --- The exchange ----------------------------------------------------------------------------------------------------


class Part(_Row, frozen=True, kw_only=True):
    """One matter of an item that is split, under the number that it gets."""

    number: str
    text: str
    kind: str
    theme: str
    urgency: str


class ExchangeAct(_Row, frozen=True, kw_only=True):
    """One operation with an item, or a commune's word about a visit. `about`: the item's number, or the word's name."""

    kind: str
    about: str
    by: str
    role: str
    at: str
    set: dict[str, str] = {}
    says: dict[str, str | int] = {}
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the demo tells. `visits` and `items` are in the order of their numbers."""

    units: tuple[Unit, ...]
    agencies: tuple[Agency, ...]
    themes: tuple[Theme, ...]
    people: tuple[Person, ...]
    assignments: tuple[Assignment, ...]
    visits: tuple[Visit, ...]
    items: tuple[Item, ...]
    duty: tuple[DutyAct, ...]
    exchange: tuple[ExchangeAct, ...]


@cache
def read_material() -> Material:
    """The demo's files. msgspec.ValidationError when one does not have the shape described here."""
    stories = [_story(name) for name in ("visits.toml", "feedback.toml", "today.toml", "duty.toml", "exchange.toml")]
    monitors = _table("monitors.csv", Monitor)
    return Material(
        units=_table("units.csv", Unit),
        agencies=_table("agencies.csv", Agency),
        themes=_table("themes.csv", Theme),
        people=(*_table("people.csv", Person), *(_as_person(each) for each in monitors)),
        assignments=(*_table("assignments.csv", Assignment), *(_as_assignment(each) for each in monitors)),
        visits=tuple(visit for story in stories for visit in story.visit),
        items=tuple(item for story in stories for item in story.item),
        duty=tuple(act for story in stories for act in story.duty),
        exchange=tuple(act for story in stories for act in story.exchange),
    )


def instant_ms(local: str) -> int:
    """Milliseconds since 1970 of a local time such as `2024-01-04T10:42`."""
    return int(datetime.fromisoformat(local).replace(tzinfo=_PROVINCE_TIME).timestamp() * 1000)


def _as_person(monitor: Monitor) -> Person:
    return Person(code=f"TD-{monitor.unit}", name=monitor.name, title=monitor.title)


def _as_assignment(monitor: Monitor) -> Assignment:
    return Assignment(
        person=f"TD-{monitor.unit}", role="cadre", unit=monitor.unit, starts="2023-07-01", decision="31-QĐ/TU"
    )


R = TypeVar("R", bound=_Row)


def _table(name: str, kind: type[R]) -> tuple[R, ...]:
    return tuple(msgspec.convert(row, kind) for row in _rows(name))


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    """The lines of a table; an empty cell is an absent value."""
    for row in csv.DictReader((_DATA / name).read_text(encoding="utf-8").splitlines()):
        yield {column: cell for column, cell in row.items() if cell}


def _story(name: str) -> _Story:
    return msgspec.toml.decode((_DATA / name).read_bytes(), type=_Story)
