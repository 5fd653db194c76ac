"""What became of the matters of an agency or a unit: how many, how soon, how late.

Owns the account that the phone makes too (`client_pwa/src/features/reports/accounts.ts`); both run
`sync/vectors/feedback_accounts.json`. No clock, no store and no network may enter: days are arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from server.days import days_between
from server.features.feedback.figures import Entry, Standing, category, percent, standing

# Calendar days past its date after which a matter goes up a level.
ESCALATED_AFTER_DAYS: Final = 7
GROUPS: Final = ("agency", "unit")
# What is explained or referred at once took no days.
_CLOSING: Final = frozenset({"confirmed", "closed_with"})


@dataclass(frozen=True, slots=True)
class Matter:
    """An item with its thread. `raised`: the civil day, of what it was split off where it was."""

    unit: str
    raised: str
    thread: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Account:
    """The matters of one agency or unit (`key`; None: of all) as of a day. Days are calendar days.

    `unanswered`: open, and the agency has said nothing yet. `median_days`: from raising to confirmation.
    `oldest_days`: the age of the oldest open one. `on_time_percent`: of those answered or past their date.
    `reopened_percent`: of those ever answered.
    """

    key: str | None
    received: int
    explained: int
    forwarded: int
    unanswered: int
    median_days: float | None
    oldest_days: int | None
    on_time_percent: float | None
    overdue: int
    escalated: int
    reopened_percent: float | None


@dataclass(frozen=True, slots=True)
class _Course:
    """One matter's course up to a day."""

    state: Standing
    age_days: int
    late_days: int
    is_open: bool
    is_explained: bool
    is_forwarded: bool
    is_answered: bool
    is_on_time: bool
    closed_after_days: int | None


def late_days(state: Standing, as_of: str) -> int:
    """Days past its date for what still wants an answer; 0 for anything else."""
    wants = state.status in ("new", "owned") and not state.linked
    return max(0, _days(state.due, as_of)) if wants and state.due else 0


def is_escalated(days_late: int) -> bool:
    """Whether a matter so late goes up a level: derived, never a state."""
    return days_late >= ESCALATED_AFTER_DAYS


def account(matters: Iterable[Matter], as_of: str, key: str | None = None) -> Account:
    """The account of these matters as of the end of that civil day."""
    courses = [course for matter in matters if (course := _course(matter, as_of)) is not None]
    due = [course for course in courses if course.is_answered or course.late_days > 0]
    answered = [course for course in courses if course.is_answered or course.state.reopened]
    return Account(
        key=key,
        received=len(courses),
        explained=sum(course.is_explained for course in courses),
        forwarded=sum(course.is_forwarded for course in courses),
        unanswered=sum(_is_unanswered(course) for course in courses),
        median_days=_median([days for course in courses if (days := course.closed_after_days) is not None]),
        oldest_days=max((course.age_days for course in courses if course.is_open), default=None),
        on_time_percent=percent(sum(course.is_on_time for course in due), len(due)),
        overdue=sum(course.late_days > 0 for course in courses),
        escalated=sum(is_escalated(course.late_days) for course in courses),
        reopened_percent=percent(sum(course.state.reopened for course in answered), len(answered)),
    )


def accounts(matters: Iterable[Matter], as_of: str, by: str) -> list[Account]:
    """An account of each agency that owned a matter on that day, or of each unit, in the order of their ids."""
    groups: dict[str, list[Matter]] = {}
    for matter in matters:
        key = matter.unit if by == "unit" else standing(matter.thread, as_of).owner
        if key is not None:
            groups.setdefault(key, []).append(matter)
    made = [account(groups[key], as_of, key) for key in sorted(groups)]
    return [each for each in made if each.received]


def _course(matter: Matter, as_of: str) -> _Course | None:
    state = standing(matter.thread, as_of)
    if category(state, as_of) is None:
        return None
    said = [entry for entry in matter.thread if entry.day <= as_of]
    answer = _last_answer(said)
    due = standing(said[: answer + 1], as_of).due if answer is not None else None
    in_time = answer is not None and (due is None or said[answer].day <= due)
    kinds = {entry.kind for entry in said}
    closed = next((entry.day for entry in reversed(said) if entry.kind in _CLOSING), None)
    return _Course(
        state=state,
        age_days=_days(matter.raised, as_of),
        late_days=late_days(state, as_of),
        is_open=state.status != "confirmed",
        is_explained="explained" in kinds,
        is_forwarded=any(entry.owner for entry in said),
        is_answered=answer is not None,
        is_on_time=in_time,
        closed_after_days=_days(matter.raised, closed) if state.status == "confirmed" and closed else None,
    )


def _last_answer(said: Sequence[Entry]) -> int | None:
    """The place of the answer that stands; None where there is none, or it was reopened."""
    for place in range(len(said) - 1, -1, -1):
        if said[place].kind == "reopened":
            return None
        if said[place].kind == "answered":
            return place
    return None


def _is_unanswered(course: _Course) -> bool:
    return course.state.status in ("new", "owned") and not course.state.heard and not course.state.linked


def _median(values: Sequence[int]) -> float | None:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if not ordered:
        return None
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _days(start: str | None, end: str) -> int:
    return days_between(start or end, end)
