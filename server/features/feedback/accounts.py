"""What became of the matters of an agency or a unit: how many, how soon, how late.

Owns the account that the phone makes too (`client_pwa/src/features/reports/accounts.ts`); both run
`sync/vectors/feedback_accounts.json`. No clock, no store and no network may enter: days are arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from server.days import days_between
from server.features.feedback.figures import Entry, category, percent, standing

# Calendar days past its date after which a matter goes up a level.
ESCALATED_AFTER_DAYS: Final = 7
GROUPS: Final = ("agency", "unit")
OVERDUE: Final = "overdue_unanswered"
# What is explained or referred at once took no days.
_CLOSING: Final = frozenset({"confirmed", "closed_with", "listed"})


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


class Course(NamedTuple):
    """One matter's course from a day on, until something else is said: all of it that no calendar changes.

    `category`: what it counts as while it is not late. `wants`: it is late past `due`. `presses`: nobody has said
    anything of it, so that past `due` it counts as overdue and unanswered. `closed_after_days`: from raising to
    confirmation.
    """

    unit: str
    raised: str
    owner: str | None
    category: str
    due: str | None
    wants: bool
    presses: bool
    is_open: bool
    is_explained: bool
    is_forwarded: bool
    is_answered: bool
    is_on_time: bool
    is_unanswered: bool
    reopened: bool
    extended: bool
    closed_after_days: int | None


@dataclass(slots=True)
class Tally:
    """How many matters of a group there are of each sort, as of a day; tallies of several groups add up.

    `oldest`: the day on which the oldest open one was raised. `closed_after`: how many were closed after so many days.
    """

    categories: Counter[str] = field(default_factory=Counter)
    explained: int = 0
    forwarded: int = 0
    unanswered: int = 0
    measured: int = 0
    on_time: int = 0
    overdue: int = 0
    escalated: int = 0
    answered: int = 0
    reopened: int = 0
    extended: int = 0
    oldest: str | None = None
    closed_after: Counter[int] = field(default_factory=Counter)

    @property
    def received(self) -> int:
        """All of them."""
        return self.categories.total()

    def add(self, other: Tally) -> None:
        """Take the matters of another group in."""
        self.categories.update(other.categories)
        self.closed_after.update(other.closed_after)
        for name in SUMMED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        days = [day for day in (self.oldest, other.oldest) if day is not None]
        self.oldest = min(days, default=None)


# What of a tally is summed when tallies add up.
SUMMED: Final = (
    "explained", "forwarded", "unanswered", "measured", "on_time", "overdue", "escalated", "answered", "reopened",
    "extended",
)  # fmt: skip


def late_days(course: Course, as_of: str) -> int:
    """Days past its date for what still wants an answer; 0 for anything else."""
    return max(0, _days(course.due, as_of)) if course.wants and course.due else 0


def is_escalated(days_late: int) -> bool:
    """Whether a matter so late goes up a level: derived, never a state."""
    return days_late >= ESCALATED_AFTER_DAYS


def account(matters: Iterable[Matter], as_of: str, key: str | None = None) -> Account:
    """The account of these matters as of the end of that civil day."""
    return account_of(tally_of((course_of(matter, as_of) for matter in matters), as_of), as_of, key)


def account_of(tally: Tally, as_of: str, key: str | None = None) -> Account:
    """The account that a tally comes to."""
    return Account(
        key=key,
        received=tally.received,
        explained=tally.explained,
        forwarded=tally.forwarded,
        unanswered=tally.unanswered,
        median_days=_median(tally.closed_after),
        oldest_days=_days(tally.oldest, as_of) if tally.oldest is not None else None,
        on_time_percent=percent(tally.on_time, tally.measured),
        overdue=tally.overdue,
        escalated=tally.escalated,
        reopened_percent=percent(tally.reopened, tally.answered),
    )


def accounts(matters: Iterable[Matter], as_of: str, by: str) -> list[Account]:
    """An account of each agency that owned a matter on that day, or of each unit, in the order of their ids."""
    courses = [course for matter in matters if (course := course_of(matter, as_of)) is not None]
    return accounts_of(grouped(courses, as_of, by), as_of)


def accounts_of(tallies: Mapping[str | None, Tally], as_of: str) -> list[Account]:
    """The accounts of groups that have a key, in the order of their keys."""
    keys = sorted(key for key in tallies if key is not None)
    return [account_of(tallies[key], as_of, key) for key in keys]


def grouped(courses: Iterable[Course], as_of: str, by: str | None) -> dict[str | None, Tally]:
    """A tally of each group: `by` agency, unit, or None for all together; what has no owner stands under None."""
    groups: dict[str | None, list[Course]] = {}
    for course in courses:
        key = {"unit": course.unit, "agency": course.owner}.get(by or "")
        groups.setdefault(key, []).append(course)
    return {key: tally_of(some, as_of) for key, some in groups.items()}


def tally_of(courses: Iterable[Course | None], as_of: str) -> Tally:
    """The tally of these courses as of the end of that civil day."""
    tally = Tally()
    for course in courses:
        if course is not None:
            _count(tally, course, as_of)
    return tally


def course_of(matter: Matter, as_of: str) -> Course | None:
    """The matter's course as of the end of that civil day; None where it does not count (yet, or any more)."""
    state = standing(matter.thread, as_of)
    counts_as = category(state, as_of="")
    if counts_as is None:
        return None
    said = [entry for entry in matter.thread if entry.day <= as_of]
    answer = _last_answer(said)
    closed = next((entry.day for entry in reversed(said) if entry.kind in _CLOSING), None)
    is_open, asks = state.status != "confirmed", state.status in ("new", "owned") and not state.linked
    return Course(
        unit=matter.unit,
        raised=matter.raised,
        owner=state.owner,
        category=counts_as,
        due=state.due,
        wants=asks,
        presses=is_open and not state.linked and not state.heard,
        is_open=is_open,
        is_explained=any(entry.kind == "explained" for entry in said),
        is_forwarded=any(entry.owner for entry in said),
        is_answered=answer is not None,
        is_on_time=answer is not None and _is_in_time(said, answer, as_of),
        is_unanswered=asks and not state.heard,
        reopened=state.reopened,
        extended=state.extended,
        closed_after_days=_days(matter.raised, closed) if closed and not is_open else None,
    )


def _count(tally: Tally, course: Course, as_of: str) -> None:
    late = late_days(course, as_of)
    presses = course.presses and course.due is not None and course.due < as_of
    tally.categories[OVERDUE if presses else course.category] += 1
    tally.explained += course.is_explained
    tally.forwarded += course.is_forwarded
    tally.unanswered += course.is_unanswered
    tally.measured += course.is_answered or late > 0
    tally.on_time += course.is_on_time
    tally.overdue += late > 0
    tally.escalated += is_escalated(late)
    tally.answered += course.is_answered or course.reopened
    tally.reopened += course.reopened
    tally.extended += course.extended
    if course.is_open:
        tally.oldest = min(tally.oldest or as_of, course.raised or as_of)
    if course.closed_after_days is not None:
        tally.closed_after[course.closed_after_days] += 1


def _is_in_time(said: Sequence[Entry], answer: int, as_of: str) -> bool:
    """Whether the answer came on the day that was promised then, or before it."""
    due = standing(said[: answer + 1], as_of).due
    return due is None or said[answer].day <= due


def _last_answer(said: Sequence[Entry]) -> int | None:
    """The place of the answer that stands; None where there is none, or it was reopened."""
    for place in range(len(said) - 1, -1, -1):
        if said[place].kind == "reopened":
            return None
        if said[place].kind == "answered":
            return place
    return None


def _median(counts: Mapping[int, int]) -> float | None:
    total, below = sum(counts.values()), 0
    if not total:
        return None
    middles = {}
    for value in sorted(counts):
        for place in ((total - 1) // 2, total // 2):
            if below <= place < below + counts[value]:
                middles[place] = value
        below += counts[value]
    low, high = middles[(total - 1) // 2], middles[total // 2]
    return low if low == high else (low + high) / 2


def _days(start: str | None, end: str) -> int:
    return days_between(start or end, end)
