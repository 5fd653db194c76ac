"""Who has something to do about an item: the clerk, its owner, those above, and the commune it goes back to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from server.features.handling import number, text, text_or_none
from server.features.occasions import Due, Scene
from server.platform.clock import day_of
from sync.entities import BY_NAME
from sync.ports import Record
from sync.values import int_of, items_of, text_of

_COLUMNS = BY_NAME["feedback"].field("thread").columns
_OPEN = ("new", "owned", "answered")
# What the office says first, whoever says it for the agency.
_ANSWERING = ("message", "answered")


def is_live(record: Record) -> bool:
    """Whether something may be asked of somebody about the item."""
    return text(record, "status") in _OPEN and text_or_none(record, "duplicate_of") is None


def find(scene: Scene) -> Iterator[Due]:
    """Everything that stands about the items of a scene."""
    for item in scene.of("feedback"):
        status = text(item, "status")
        if status == "new":
            yield from _unowned(scene, item)
        elif status == "owned":
            yield from _owned(scene, item)
        else:
            yield from _answered(scene, item)


def _unowned(scene: Scene, item: Record) -> Iterator[Due]:
    yield from _dues(scene, item, "item_unowned", day_of(number(item, "raised")), _clerks(scene, item))


def _owned(scene: Scene, item: Record) -> Iterator[Due]:
    desk = scene.desk(text(item, "owner"))
    if not _is_answered(item) and (by := number(item, "answer_due")):
        yield from _dues(scene, item, "answer_due", day_of(by), desk)
    if text_or_none(item, "asked_until"):
        asked = max((at for kind, at, _ in _said(item) if kind == "extension_asked"), default=number(item, "raised"))
        yield from _dues(scene, item, "extension_asked", day_of(asked), scene.holders("supervisor", text(item, "unit")))
    due = text_or_none(item, "due")
    if due is None:
        return
    turn = scene.turn("settlement_overdue", due)
    yield from _dues(scene, item, "settlement_overdue" if turn else "settlement_due", due, desk)
    above = [*scene.holders("supervisor", text(item, "unit")), *scene.holders("leader", text(item, "unit"))]
    yield from _dues(scene, item, "settlement_escalated", due, above)


def _answered(scene: Scene, item: Record) -> Iterator[Due]:
    answered = max((at for kind, at, _ in _said(item) if kind == "answered"), default=number(item, "raised"))
    contacts = scene.directory.current_contacts(text(item, "unit"), scene.today)
    yield from _dues(scene, item, "result_to_confirm", day_of(answered), contacts or (item.author,))


def _dues(scene: Scene, item: Record, code: str, day: str, persons: Iterable[str]) -> Iterator[Due]:
    turn = scene.turn(code, day)
    if turn is None:
        return
    unit = text(item, "unit")
    args = {"number": text(item, "number"), "day": day}
    for person in scene.told(persons):
        # A matter that came back has turns of its own.
        name = f"{number(item, 'round')}:{turn[0]}"
        yield Due(person, code, "feedback", item.id, name, turn[1], args, unit)


def _clerks(scene: Scene, item: Record) -> list[str]:
    return scene.holders("clerk", text(item, "unit"))


def _is_answered(item: Record) -> bool:
    return any(kind == "explained" or (kind in _ANSWERING and role == "agency") for kind, _, role in _said(item))


def _said(item: Record) -> Iterator[tuple[str, int, str]]:
    for row in items_of(item.body.get("thread")):
        cells = dict(zip(_COLUMNS, row, strict=False))
        yield text_of(cells["kind"]), int_of(cells["at"]), text_of(cells["role"])
