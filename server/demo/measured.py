"""Difficult tasks and figures of the files as the operations that phones sent.

Owns the shape of `tasks.toml` and `figures.toml`. Pure: no clock, chance or store.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from server.demo.ids import made_id, record_id
from server.demo.material import instant_ms
from server.features.indicators.programme import indicator_id
from sync.ports import Value

_DATA = files("server.demo") / "data"
# Who enters tasks and plans for the office.
_CLERK = "GS01"


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Goal(_Row, frozen=True, kw_only=True):
    """An aim of a task; values in thousandths."""

    code: str
    text: str
    measure: str
    target_e3: int
    comparator: str
    baseline_e3: int | None = None
    direction: str = "higher"


class Milestone(_Row, frozen=True, kw_only=True):
    """A milestone, and the day on which it was reached."""

    code: str
    text: str
    due: str
    done: str | None = None
    document: str | None = None


class Point(_Row, frozen=True, kw_only=True):
    """What was measured on a day."""

    goal: str
    day: str
    value_e3: int
    comparator: str
    source: str


class Task(_Row, frozen=True, kw_only=True):
    """A difficult task with all that was told of it; `teller` is the commune's contact."""

    number: str
    title: str
    why: str
    unit: str
    owner: str
    assigner: str
    starts: str
    ends: str
    given: str
    goals: tuple[Goal, ...]
    milestones: tuple[Milestone, ...]
    points: tuple[Point, ...]
    teller: str


class Sheet(_Row, frozen=True, kw_only=True):
    """Plans and figures of one unit and span; a row: an indicator, a category or nothing, thousandths, a comparator."""

    unit: str
    first: str
    last: str
    by: str
    role: str
    at: str
    estimated: bool = False
    source: str | None = None
    plans: tuple[tuple[str, str, int, str], ...] = ()
    figures: tuple[tuple[str, str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One operation: who said it in which role, when, about which record, and what."""

    person: str
    role: str
    at_ms: int
    kind: str
    id: str
    args: dict[str, Value]


@cache
def read_tasks() -> tuple[Task, ...]:
    """The difficult tasks. msgspec.ValidationError when the file has another shape."""
    return tuple(msgspec.convert(_read("tasks.toml")["task"], list[Task]))


@cache
def read_sheets() -> tuple[Sheet, ...]:
    """The sheets of plans and figures. msgspec.ValidationError when the file has another shape."""
    return tuple(msgspec.convert(_read("figures.toml")["sheet"], list[Sheet]))


def measured() -> Iterator[Told]:
    """Everything that was told of tasks and indicators."""
    for task in read_tasks():
        yield from _of_task(task)
    for sheet in read_sheets():
        yield from _of_sheet(sheet)


def _of_task(task: Task) -> Iterator[Told]:
    id, given = record_id("task", task.number), instant_ms(task.given)
    frame: dict[str, Value] = {
        "entry": made_id(given, f"{task.number}:set"),
        "round": 0,
        "title": task.title,
        "why": task.why,
        "unit": record_id("unit", task.unit),
        "owner": record_id("person", task.owner),
        "assigner": record_id("person", task.assigner),
        "starts": task.starts,
        "ends": task.ends,
        "goals": [
            [_part(task, g.code), g.text, g.measure, g.target_e3, g.comparator, g.baseline_e3, g.direction]
            for g in task.goals
        ],
        "milestones": [[_part(task, each.code), each.text, each.due] for each in task.milestones],
    }
    yield Told(_CLERK, "clerk", given, "task.set", id, frame)
    for point in task.points:
        said: dict[str, Value] = {
            "goal": _part(task, point.goal),
            "day": point.day,
            "value_e3": point.value_e3,
            "comparator": point.comparator,
            "source": point.source,
        }
        yield _said(task, "task.progress", point.day, point.goal, said)
    for each in task.milestones:
        if each.done is not None:
            reached: dict[str, Value] = {"milestone": _part(task, each.code), "day": each.done}
            reached |= {"document": each.document} if each.document else {}
            yield _said(task, "task.reach", each.done, each.code, reached)


def _said(task: Task, kind: str, day: str, about: str, args: dict[str, Value]) -> Told:
    # Told in the evening of the day itself.
    at = instant_ms(f"{day}T17:30")
    entry = made_id(at, f"{task.number}:{kind}:{about}")
    return Told(task.teller, "contact", at, kind, record_id("task", task.number), {"entry": entry, **args})


def _part(task: Task, code: str) -> str:
    return record_id("part", f"{task.number}:{code}")


def _of_sheet(sheet: Sheet) -> Iterator[Told]:
    at = instant_ms(sheet.at)
    for entity, rows in (("target", sheet.plans), ("progress", sheet.figures)):
        for code, category, value, comparator in rows:
            name = f"{code}:{category}:{sheet.unit}:{sheet.first}:{sheet.last}"
            args: dict[str, Value] = {
                "indicator": indicator_id(code),
                "unit": record_id("unit", sheet.unit),
                "starts": sheet.first,
                "ends": sheet.last,
                "value_e3": value,
                "comparator": comparator,
            }
            args |= {"category": category} if category else {}
            if entity == "progress":
                args |= {"estimated": sheet.estimated} | ({"source": sheet.source} if sheet.source else {})
            yield Told(sheet.by, sheet.role, at, f"{entity}.set", record_id(entity, name), args)


def _read(name: str) -> dict[str, object]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))
