"""Who has something to do about a report: its writer, who judges it, and who promised something in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from server.days import days_between
from server.features.handling import number, text, text_or_none
from server.features.occasions import Due, Scene
from server.platform.clock import day_of
from sync.entities import BY_NAME
from sync.ports import Record
from sync.values import items_of, text_of

_COMMITMENTS = BY_NAME["visit"].field("commitments").columns
# Reports that are judged or were, and whose promises stand.
_COUNTED = ("sent", "returned", "approved")
# A promise that nobody struck out is asked for until so long after its day.
_ASKED_DAYS = 30


def find(scene: Scene) -> Iterator[Due]:
    """Everything that stands about the drafts and visits of a scene."""
    for draft in scene.of("draft"):
        yield from _unsent(scene, draft)
    for visit in scene.of("visit"):
        yield from _judged(scene, visit)
        yield from _promised(scene, visit)


def _unsent(scene: Scene, draft: Record) -> Iterator[Due]:
    day = text_or_none(draft, "ends") or text_or_none(draft, "starts")
    # What came back is told as such.
    if day and not draft.body.get("deleted") and not number(draft, "round"):
        yield from _dues(scene, draft, "report_unsent", day, [draft.author], turn="")


def _judged(scene: Scene, visit: Record) -> Iterator[Due]:
    status, round_ = text(visit, "status"), number(visit, "round")
    if status == "returned":
        yield from _dues(
            scene, visit, "report_returned", day_of(number(visit, "decided")), [visit.author], turn=f"{round_}:"
        )
    elif status == "sent" and not text_or_none(visit, "reviewing"):
        judges = scene.holders("supervisor", text(visit, "unit"))
        yield from _dues(scene, visit, "report_waiting", day_of(number(visit, "received")), judges, turn=f"{round_}:")


def _promised(scene: Scene, visit: Record) -> Iterator[Due]:
    if text(visit, "status") not in _COUNTED:
        return
    for row in items_of(visit.body.get("commitments")):
        cells = dict(zip(_COMMITMENTS, row, strict=False))
        due = text_of(cells["due"])
        turn = scene.turn("commitment_due", due) if due else None
        if turn is not None and _is_near(scene, due):
            yield from _dues(scene, visit, "commitment_due", due, [visit.author], turn=f"{text_of(cells['id'])[:8]}:")


def _is_near(scene: Scene, due: str) -> bool:
    return days_between(due, scene.today) <= _ASKED_DAYS


def _dues(scene: Scene, record: Record, code: str, day: str, persons: Iterable[str], *, turn: str) -> Iterator[Due]:
    come = scene.turn(code, day)
    if come is None:
        return
    unit = text_or_none(record, "unit")
    args = {"day": day, "number": text_or_none(record, "number") or ""}
    for person in scene.told(persons):
        yield Due(person, code, record.entity, record.id, f"{turn}{come[0]}", come[1], args, unit)
