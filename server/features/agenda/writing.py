"""A person's days as a calendar that other programs read (RFC 5545), in his language.

Owns the bytes. All times are UTC, days are civil days of the office, and nothing tells when it was fetched: the same
days are the same bytes, so that a calendar that has them is told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from server.features.agenda.rules import MEETING, SIZE_BYTES_MAX, TENTATIVE, Entry
from server.features.people.directory import Directory
from server.words import say


@dataclass(frozen=True, slots=True)
class Paper:
    """For whom it is written: his language, the office's directory, and the address at which the app is."""

    directory: Directory
    language: str
    origin: str


def write(entries: Sequence[Entry], paper: Paper) -> bytes:
    """The calendar with the first of these entries that have room in `SIZE_BYTES_MAX`."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dia Ban//Dia Ban//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = say("agenda-name", paper.language)
    for property_ in ("name", "x-wr-calname"):
        calendar.add(property_, name)
    # A fetch every four hours; the second is what calendars knew before there was a standard.
    calendar.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    room = SIZE_BYTES_MAX - len(calendar.to_ical())
    for entry in entries:
        event = _event(entry, paper)
        room -= len(event.to_ical())
        if room < 0:
            break
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, paper: Paper) -> Event:
    event = Event()
    changed = _instant(entry.changed)
    place = _place(paper, entry.unit)
    link = paper.origin + entry.page
    office = paper.directory.office
    event.add("uid", f"{entry.id}@{office.id if office else 'diaban'}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", entry.changes)
    event.add("status", entry.status)
    event.add("summary", say(_said(entry), paper.language, {"unit": place}))
    event.add("location", place)
    event.add("description", f"{say('notice-open', paper.language)}: {link}")
    event.add("url", link)
    _add_times(event, entry)
    return event


def _said(entry: Entry) -> str:
    return "agenda-asked" if entry.kind == MEETING and entry.status == TENTATIVE else f"agenda-{entry.kind}"


def _add_times(event: Event, entry: Entry) -> None:
    if entry.from_ms is None:
        day = date.fromisoformat(entry.day)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        # Something to do by that day leaves the person free on it.
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", _instant(entry.from_ms))
    if entry.to_ms is not None:
        event.add("dtend", _instant(entry.to_ms))


def _place(paper: Paper, id: str) -> str:
    unit = paper.directory.units.get(id)
    return say("unit-name", paper.language, {"type": unit.type or "", "name": unit.name}) if unit else ""


def _instant(ms: int) -> datetime:
    return datetime.fromtimestamp(ms // 1000, UTC)
