"""Who has something to do about an item: the clerk, its owner, those above, and the commune it goes back to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from server.days import add_days, day_before, days_between
from server.features.feedback.accounts import is_escalated
from server.features.handling import number, text, text_or_none
from server.features.occasions import Args, Due, Finder, Scene
from server.platform.clock import day_of, start_of
from server.worktime import Calendar, is_working_day, working_minutes_between
from sync.entities import BY_NAME
from sync.ports import Record
from sync.values import int_of, items_of, text_of

_THREAD: Final = BY_NAME["feedback"].field("thread").columns
_KIND, _AT, _ROLE = (_THREAD.index(name) for name in ("kind", "at", "role"))
_OPEN: Final = ("new", "owned", "answered")
_WANTING: Final = ("new", "owned")
# What the office says first, whoever says it for the agency.
_ANSWERING: Final = ("message", "answered")
# Who is told on the day of a first answer has so much working time left; else he is told on the working day before.
_TO_ANSWER_MINUTES: Final = 120
_MINUTE_MS: Final = 60_000
_DAY_MINUTES: Final = 24 * 60
# No holiday is longer; a calendar without working days must not hold the office up.
_DAYS_OFF_MAX: Final = 31


class _Said(NamedTuple):
    """What the finder needs of an entry of the thread."""

    kind: str
    at: int
    role: str


def is_live(record: Record) -> bool:
    """Whether something may be asked of somebody about the item."""
    return text(record, "status") in _OPEN and text_or_none(record, "duplicate_of") is None


def find(scene: Scene) -> Iterator[Due]:
    """Everything that stands about the items of a scene, and each leader's week."""
    for item in scene.of("feedback"):
        status = text(item, "status")
        if status == "new":
            yield from _dues(scene, item, "item_unowned", day_of(number(item, "raised")), _clerks(scene, item))
        elif status == "owned":
            yield from _owned(scene, item)
        else:
            yield from _answered(scene, item)
    yield from _weeks(scene)


def _owned(scene: Scene, item: Record) -> Iterator[Due]:
    unit, due = text(item, "unit"), text_or_none(item, "due")
    # An agency where nobody is there: who gives items out hears of it.
    desk = scene.desk(text(item, "owner")) or _clerks(scene, item)
    yield from _unanswered(scene, item, desk)
    if text_or_none(item, "asked_until"):
        asked = _latest(item, "extension_asked")
        yield from _dues(scene, item, "extension_asked", day_of(asked), scene.holders("supervisor", unit))
    if due is None:
        return
    if scene.today <= due:
        yield from _dues(scene, item, "settlement_due", due, desk)
        return
    yield from _dues(scene, item, "settlement_overdue", due, desk)
    above = [*scene.holders("supervisor", unit), *scene.holders("leader", unit)]
    yield from _dues(scene, item, "settlement_escalated", due, above)


def _unanswered(scene: Scene, item: Record, desk: list[str]) -> Iterator[Due]:
    by = number(item, "answer_due")
    if not by or any(each.kind == "explained" or _is_answer(each) for each in _said(item)):
        return
    day = day_of(by)
    turn = scene.turn("answer_due", day, before=_day_to_answer(scene.directory.calendar, by))
    if turn is not None:
        yield from _told(scene, item, "answer_due", turn, desk, minute=(by - start_of(day)) // _MINUTE_MS)


def _day_to_answer(calendar: Calendar, by: int) -> str:
    """The working day on whose morning there is still time to answer by that instant."""
    day = day_of(by)
    if working_minutes_between(calendar, start_of(day), by) >= _TO_ANSWER_MINUTES:
        return day
    for _ in range(_DAYS_OFF_MAX):
        day = day_before(day)
        if is_working_day(calendar, day):
            break
    return day


def _answered(scene: Scene, item: Record) -> Iterator[Due]:
    contacts = scene.contacts(text(item, "unit"))
    # Where the commune has no contact, who raised it confirms.
    whose = [item.author] if contacts is None else contacts
    yield from _dues(scene, item, "result_to_confirm", day_of(_latest(item, "answered")), whose)


def _weeks(scene: Scene) -> Iterator[Due]:
    """What each leader's area has that is late, told on Monday for as long as the week lasts."""
    monday = add_days(scene.today, -(days_between("2024-01-01", scene.today) % 7))
    turn = scene.turn("week", monday)
    if turn is None:
        return
    late = _late(scene)
    for area, leaders in scene.posts("leader"):
        here = [days for unit, all_days in late.items() if scene.directory.covers(area, unit) for days in all_days]
        args: Args = {"day": monday, "count": len(here), "escalated": sum(is_escalated(days) for days in here)}
        for leader in leaders if here else ():
            yield Due(leader, "week", "unit", area, *turn, args, area)


def _late(scene: Scene) -> dict[str, list[int]]:
    """By unit, how many days late each of its items is that still wants an answer."""
    found: dict[str, list[int]] = {}
    for item in scene.of("feedback"):
        days = days_between(text(item, "due") or scene.today, scene.today)
        if text(item, "status") in _WANTING and days > 0:
            found.setdefault(text(item, "unit"), []).append(days)
    return found


def _dues(scene: Scene, item: Record, code: str, day: str, persons: Iterable[str]) -> Iterator[Due]:
    turn = scene.turn(code, day)
    if turn is not None:
        yield from _told(scene, item, code, turn, persons)


def _told(
    scene: Scene, item: Record, code: str, turn: tuple[str, str], persons: Iterable[str], *, minute: int | None = None
) -> Iterator[Due]:
    name, since = turn
    args: dict[str, str | int] = {"number": text(item, "number"), "day": name[:10]}
    if minute is not None:
        args["minute"] = minute
    for person in scene.told(persons):
        # A matter that came back has turns of its own.
        turn_of = f"{number(item, 'round')}:{name}"
        yield Due(person, code, "feedback", item.id, turn_of, since, args, text(item, "unit"))


def _clerks(scene: Scene, item: Record) -> list[str]:
    return scene.holders("clerk", text(item, "unit"))


def _is_answer(said: _Said) -> bool:
    return said.kind in _ANSWERING and said.role == "agency"


def _latest(item: Record, kind: str) -> int:
    return max((each.at for each in _said(item) if each.kind == kind), default=number(item, "raised"))


def _said(item: Record) -> Iterator[_Said]:
    for row in items_of(item.body.get("thread")):
        yield _Said(text_of(row[_KIND]), int_of(row[_AT]), text_of(row[_ROLE]))


_OCCASIONS: Final = (
    "item_unowned",
    "answer_due",
    "settlement_due",
    "settlement_overdue",
    "settlement_escalated",
    "extension_asked",
    "result_to_confirm",
    "week",
)
FINDER: Final = Finder(find, frozenset(_OCCASIONS))
