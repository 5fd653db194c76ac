"""Who has something to do about a report: its writer, who judges it, and who promised something in it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from server.days import add_days, days_between
from server.features.handling import ARRIVAL_DAYS_MAX, number, text, text_or_none
from server.features.occasions import Due, Finder, Scene
from server.platform.clock import day_of
from sync.entities import BY_NAME
from sync.ports import Record
from sync.values import items_of, text_of

_COMMITMENTS: Final = BY_NAME["visit"].field("commitments").columns
_ID, _DUE = (_COMMITMENTS.index(name) for name in ("id", "due"))
# Reports that are judged or were, and whose promises stand.
_COUNTED: Final = ("sent", "returned", "approved")
# A promise that nobody struck out is asked for until so long after its day.
_ASKED_DAYS: Final = 30
# Beyond the horizon of the duty's ledger, a year and the month that runs, a visit counts in no period.
_COUNTED_DAYS: Final = 430


def is_past(visit: Record, today: str) -> bool:
    """Whether nothing can be due about the visit any more, and no period in sight counts it."""
    promised = max((day for _, day in _promises(visit)), default="")
    return (
        text(visit, "status") not in ("sent", "returned")
        and text(visit, "starts") < add_days(today, -_COUNTED_DAYS)
        and promised < add_days(today, -_ASKED_DAYS)
    )


def find(scene: Scene) -> Iterator[Due]:
    """Everything that stands about the drafts and visits of a scene."""
    sent = [visit for visit in scene.of("visit") if text(visit, "status") in _COUNTED]
    # The trip was told of in another report, or the draft is the correction of what was sent.
    told = {(visit.author, text(visit, "unit"), text(visit, "starts")) for visit in sent} | {visit.id for visit in sent}
    for draft in scene.of("draft"):
        if told.isdisjoint({draft.id, (draft.author, text(draft, "unit"), text(draft, "starts"))}):
            yield from _unsent(scene, draft)
    amended = _amended(scene)
    for visit in scene.of("visit"):
        if text(visit, "status") in ("sent", "returned"):
            yield from _judged(scene, visit)
        if visit.body.get("commitments"):
            yield from _promised(scene, visit, amended)


def _amended(scene: Scene) -> set[str]:
    """The visits in whose place an approved amendment stands."""
    return {
        amends
        for visit in scene.of("visit")
        if (amends := text_or_none(visit, "amends")) and text(visit, "status") == "approved"
    }


def _unsent(scene: Scene, draft: Record) -> Iterator[Due]:
    day = text_or_none(draft, "ends") or text_or_none(draft, "starts")
    is_new = not text_or_none(draft, "amends") and not draft.body.get("deleted")
    # Later than that nobody takes it from him any more.
    if day and is_new and scene.served(draft.author, text_or_none(draft, "unit"), days=ARRIVAL_DAYS_MAX):
        yield from _dues(scene, draft, "report_unsent", day, [draft.author])


def _judged(scene: Scene, visit: Record) -> Iterator[Due]:
    unit, name = text(visit, "unit"), f"{number(visit, 'round')}:"
    if text(visit, "status") == "returned":
        if scene.served(visit.author, unit, days=ARRIVAL_DAYS_MAX):
            day = day_of(number(visit, "decided"))
            yield from _dues(scene, visit, "report_returned", day, [visit.author], name=name)
        return
    judges = scene.holders("supervisor", unit, but=visit.author)
    begun = text_or_none(visit, "reviewing")
    # Who has begun to read it goes on, as long as it is his to judge.
    judges = [begun] if begun in judges else judges
    yield from _dues(scene, visit, "report_waiting", day_of(number(visit, "received")), judges, name=name)


def _promised(scene: Scene, visit: Record, amended: Collection[str]) -> Iterator[Due]:
    status, unit = text(visit, "status"), text(visit, "unit")
    stands = status == "approved" or (status in _COUNTED and not text_or_none(visit, "amends"))
    if visit.id in amended or not stands:
        return
    for id, day in _promises(visit):
        if days_between(day, scene.today) <= _ASKED_DAYS and scene.turn("commitment_due", day):
            # What was promised to a commune is kept by whoever has it now.
            is_his = scene.served(visit.author, unit)
            whose = [visit.author] if is_his else scene.holders(text(visit, "role") or "cadre", unit)
            yield from _dues(scene, visit, "commitment_due", day, whose, name=f"{id[:8]}:")


def _promises(visit: Record) -> Iterator[tuple[str, str]]:
    for row in items_of(visit.body.get("commitments")):
        if due := text_of(row[_DUE]):
            yield text_of(row[_ID]), due


def _dues(
    scene: Scene, record: Record, code: str, day: str, persons: Iterable[str], *, name: str = ""
) -> Iterator[Due]:
    turn = scene.turn(code, day)
    if turn is None:
        return
    args = {"day": day, "number": text(record, "number")}
    for person in scene.told(persons):
        turn_of = f"{name}{turn[0]}"
        yield Due(person, code, record.entity, record.id, turn_of, turn[1], args, text_or_none(record, "unit"))


FINDER: Final = Finder(find, frozenset({"report_unsent", "report_returned", "report_waiting", "commitment_due"}))
