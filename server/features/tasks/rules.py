"""What makes a sound difficult task, which step it takes when, and how far it is.

Owns pure decisions, which the phone makes too (`client_pwa/src/features/tasks/rules.ts`); both run
`sync/vectors/tasks.json`. Percents are always computed, never typed and never capped. No clock, no store.

    open ──extend (reason)──▶ open, with the first deadline kept
    open ──close──▶ closed, ──drop (reason)──▶ dropped
     ▲────reopen (reason)───┴─────────────────────┘
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from server.days import days_between
from server.measures import COMPARATORS, DIRECTIONS, VALUE_E3_MAX, Measure, average_e1, share_of_way, verdict
from sync.ports import Value

# Who gives tasks, moves their deadlines and ends them.
GIVER_ROLES: Final = ("clerk", "supervisor", "leader")
# Who tells how a task of his area goes; its owner and the owning agency's desk do too.
TELLER_ROLES: Final = ("cadre", "contact", "leader", "clerk", "supervisor")
# More aims or milestones than these are several tasks.
GOALS_MAX: Final = 6
MILESTONES_MAX: Final = 20

STEPS: Final[Mapping[str, frozenset[str]]] = {
    "set": frozenset({"open"}),
    "extend": frozenset({"open"}),
    "close": frozenset({"open"}),
    "drop": frozenset({"open"}),
    "reopen": frozenset({"closed", "dropped"}),
}
LEADS_TO: Final[Mapping[str, str]] = {"close": "closed", "drop": "dropped", "reopen": "open"}
# Steps that need to say why.
REASONED: Final = frozenset({"extend", "drop", "reopen", "strike"})

Fields = Mapping[str, Value]


class Refusal(NamedTuple):
    """Why something is not taken: a code of the catalogue and the field to look at."""

    code: str
    field: str | None = None


class Goal(NamedTuple):
    """One aim of a task: so much of a unit of measure. `baseline`: what it was at the beginning, in thousandths."""

    id: str
    text: str
    measure: str
    target: Measure
    baseline: int | None = None
    direction: str = "higher"


class Point(NamedTuple):
    """What was measured on a day. `at` orders two of one day."""

    id: str
    goal: str
    day: str
    value: Measure
    at: int = 0


class Standing(NamedTuple):
    """How far an aim is: its last point, the percent of the way in tenths, and whether it is met."""

    goal: str
    point: Point | None
    percent: Measure | None
    verdict: str | None


class Due(NamedTuple):
    """How something stands to its date: `done`, `late` (done after), `open`, `overdue`; and how many days after."""

    state: str
    days: int


def check_task(fields: Fields, goals: Sequence[Goal], milestones: Sequence[tuple[str, str, str]]) -> Refusal | None:
    """Whether a task can be kept: a title, a place, one owner, a span of days and at least one aim."""
    missing = next((name for name in ("title", "unit", "starts", "ends") if not _said(fields, name)), None)
    if missing:
        return Refusal("missing", missing)
    if bool(_said(fields, "owner")) == bool(_said(fields, "agency")):
        return Refusal("missing", "owner")
    if _said(fields, "ends") < _said(fields, "starts"):
        return Refusal("end_before_start", "ends")
    if not goals:
        return Refusal("missing", "goals")
    if len(goals) > GOALS_MAX or len(milestones) > MILESTONES_MAX:
        return Refusal("too_many", "goals" if len(goals) > GOALS_MAX else "milestones")
    if any(not text.strip() or not due for _, text, due in milestones):
        return Refusal("missing", "milestones")
    return next((refused for refused in map(_check_goal, goals) if refused), None)


def check_point(goals: Iterable[str], point: Point, *, today: str) -> Refusal | None:
    """Whether a point can be kept: of one of the task's aims, on a day that has come, in bounds."""
    if point.goal not in set(goals):
        return Refusal("unknown_code", "goal")
    if point.day > today:
        return Refusal("date_in_future", "day")
    return _check_measure(point.value, "value_e3", "comparator")


def check_step(step: str, *, status: str, current: int, read: int, text: str | None = None) -> Refusal | None:
    """Whether a task takes a step. `read`: how often it had changed when its author saw it; `current`: by now."""
    if read != current or status not in STEPS[step]:
        return Refusal("stale")
    return Refusal("reason_required", "text") if step in REASONED and not (text or "").strip() else None


def standings(goals: Iterable[Goal], points: Sequence[Point], as_of: str) -> list[Standing]:
    """How far each aim is as of the end of a day: by its last point, never by their sum."""
    return [_standing(goal, [each for each in points if each.goal == goal.id and each.day <= as_of]) for goal in goals]


def least_percent(found: Iterable[Standing]) -> Measure | None:
    """The percent of the aim that is furthest behind. None while nothing was measured, or where no aim has one.

    Once something was measured, an aim that nobody told of has nothing reached: it must not look done.
    """
    aims = list(found)
    if all(each.point is None for each in aims):
        return None
    told = [each.percent if each.point else Measure(0) for each in aims]
    return min((each for each in told if each is not None), key=lambda each: each.value, default=None)


def stands_to(due: str, done: str | None, as_of: str) -> Due:
    """How something due on a day stands: done by then or late, else open or overdue; whole days."""
    if done is not None and done <= as_of:
        days = days_between(due, done)
        return Due("late", days) if days > 0 else Due("done", 0)
    days = days_between(due, as_of)
    return Due("overdue", days) if days > 0 else Due("open", 0)


def tasks_each(owners: Sequence[str]) -> int | None:
    """How many tasks each owner has on average, in tenths; one entry of `owners` a task."""
    return average_e1(len(owners), len(set(owners)))


def _standing(goal: Goal, points: Sequence[Point]) -> Standing:
    if not points:
        return Standing(goal.id, None, None, None)
    last = max(points, key=lambda each: (each.day, each.at, each.id))
    way = share_of_way(last.value, goal.target, goal.baseline)
    return Standing(goal.id, last, way, verdict(last.value, goal.target, goal.direction))


def _check_goal(goal: Goal) -> Refusal | None:
    if not goal.text.strip() or not goal.measure.strip():
        return Refusal("missing", "goals")
    if goal.direction not in DIRECTIONS:
        return Refusal("unknown_code", "goals")
    if goal.baseline is not None and not 0 <= goal.baseline <= VALUE_E3_MAX:
        return Refusal("out_of_range", "goals")
    return _check_measure(goal.target, "goals", "goals")


def _check_measure(measure: Measure, value: str, comparator: str) -> Refusal | None:
    if measure.comparator not in COMPARATORS:
        return Refusal("unknown_code", comparator)
    return None if 0 <= measure.value <= VALUE_E3_MAX else Refusal("out_of_range", value)


def _said(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""
