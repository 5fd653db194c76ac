"""A difficult task as handlers and readings find it: its aims, milestones and points, out of its record. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from server.features.handling import text, text_or_none
from server.features.tasks.rules import Goal, Point
from server.measures import Measure
from sync.entities import BY_NAME
from sync.ports import Record, Value
from sync.values import int_of, items_of, text_of

TASK: Final = BY_NAME["task"]
POINT_COLUMNS: Final = TASK.field("points").columns
LOG_COLUMNS: Final = TASK.field("log").columns

# How a value is written beside what it was compared to; the same signs as on a phone.
_SIGNS: Final = {"gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ "}

Cells = Mapping[str, Value]


def cells_of(record: Record, name: str) -> Iterator[Cells]:
    """The children of a list of the task, each by its columns."""
    columns = TASK.field(name).columns
    return (dict(zip(columns, row, strict=False)) for row in items_of(record.body.get(name)))


def goals_of(rows: Value) -> list[Goal]:
    """The aims that a list of them tells."""
    columns = TASK.field("goals").columns
    return [_goal(dict(zip(columns, row, strict=False))) for row in items_of(rows)]


def milestones_of(rows: Value) -> list[tuple[str, str, str]]:
    """The milestones that a list of them tells: id, what, due."""
    return [(text_of(row[0]), text_of(row[1]), text_of(row[2])) for row in items_of(rows)]


def points_of(record: Record) -> list[Point]:
    """The points that stand: what was struck out is not among them."""
    struck = {text_of(each["about"]) for each in cells_of(record, "log") if each["kind"] == "struck"}
    told = (point_of(each) for each in cells_of(record, "points"))
    return [each for each in told if each.id not in struck]


def point_of(cells: Cells) -> Point:
    """A point of its columns."""
    value = Measure(int_of(cells.get("value_e3")), text_of(cells.get("comparator")))
    return Point(
        text_of(cells.get("id")), text_of(cells.get("goal")), text_of(cells.get("day")), value, int_of(cells.get("at"))
    )


def reached_of(record: Record) -> dict[str, str | None]:
    """Milestone → the day on which it was reached, as was said last; None for one that was not after all."""
    said = (each for each in cells_of(record, "log") if each["kind"] in ("reached", "unreached"))
    return {text_of(each["about"]): text_of(each["day"]) or None for each in said}


def closed_of(record: Record) -> int | None:
    """The instant at which the task was closed, ms; None while it is not."""
    if text(record, "status") != "closed":
        return None
    return next(
        (int_of(each["at"]) for each in reversed(list(cells_of(record, "log"))) if each["kind"] == "closed"), None
    )


def owner_of(record: Record) -> str:
    """Whose it is: a person's or an agency's id."""
    return text_or_none(record, "owner") or text(record, "agency")


def has_entry(record: Record, id: str) -> bool:
    """Whether the task holds an entry or point of that id: the same word said twice is one."""
    return any(row[0] == id for name in ("log", "points") for row in items_of(record.body.get(name)))


def frame_text(fields: Mapping[str, Value]) -> str:
    """A task's frame as one text, a line for each thing: what a person compares when two wrote it at once."""
    goals = [f"{each.text}: {_amount(each.target)} {each.measure}" for each in goals_of(fields.get("goals"))]
    steps = [f"{said} ({due})" for _, said, due in milestones_of(fields.get("milestones"))]
    days = f"{text_of(fields.get('starts'))} – {text_of(fields.get('ends'))}"
    lines = [text_of(fields.get("title")), text_of(fields.get("why")), days, *goals, *steps]
    return "\n".join(line for line in lines if line)


def _amount(value: Measure) -> str:
    number = f"{value.value / 1000:.3f}".rstrip("0").rstrip(".")
    return f"{_SIGNS.get(value.comparator, '')}{number}"


def _goal(cells: Cells) -> Goal:
    baseline = cells.get("baseline_e3")
    return Goal(
        id=text_of(cells.get("id")),
        text=text_of(cells.get("text")),
        measure=text_of(cells.get("measure")),
        target=Measure(int_of(cells.get("target_e3")), text_of(cells.get("comparator"))),
        baseline=baseline if isinstance(baseline, int) else None,
        direction=text_of(cells.get("direction")),
    )
