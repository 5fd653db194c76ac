"""What there is to be reminded of: the occasions, their turns, and what a room is given to find who is due.

Owns the shapes and the defaults. A room reads what **stands now** (`Scene`), never what happened: whoever has done it,
is excused or on leave is not found, and of several turns that have come only the latest is. So what was missed while
the machine was off is told once, and what became pointless meanwhile not at all. Pure.

    scene ──finders of the rooms──▶ dues ──▶ those not in the outbox yet are put in; those waiting there and not found
                                             any more are taken out
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from server.days import add_days, day_before
from server.features.people.directory import Assignment, Directory
from server.features.units.lineage import kin_of, place_on
from server.worktime import is_working_day
from sync.ports import Record

# `day`, `minute`, `number` on paper, `period`, `count`, `escalated`, for the sentence: never what somebody wrote.
Args = Mapping[str, str | int]
_DAYS: Final = re.compile(r"[+-]\d+$")
# No holiday is longer; a calendar without working days must not hold the office up.
_DAYS_OFF_MAX: Final = 31


@dataclass(frozen=True, slots=True)
class Occasion:
    """A reason to remind. `turns`: days from the day it is about, in order; (0,) at once.

    `is_urgent`: goes out by itself even to who wants one message a day. `on_working_days`: waits for one.
    """

    code: str
    turns: tuple[int, ...] = (0,)
    is_urgent: bool = False
    on_working_days: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody has something to do about a record. `turn` tells this telling from the next one about the same.

    `since`: the civil day on which the turn came. `unit`: where; its name is read when the sentence is made.
    """

    person: str
    occasion: str
    entity: str
    record: str
    turn: str
    since: str
    args: Args = field(default_factory=dict)
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """A device at work: the civil day on which the office last heard of it, and since when its browser may empty it."""

    person: str
    id: str
    seen: str
    unkept: str | None = None


@dataclass(frozen=True)
class Scene:
    """Everything that stands, as of a moment of the office's clock. `turns`: the office's own, by occasion's code.

    An occasion that the office has switched off has no turns. `away`: who is on leave today. `memo`: what a finder
    keeps from one look to the next, under its own name; an empty one gives the same dues.
    """

    directory: Directory
    records: Mapping[str, Mapping[str, Record]]
    today: str
    now: int
    turns: Mapping[str, Sequence[int]] = field(default_factory=dict)
    away: frozenset[str] = frozenset()
    phones: Sequence[Phone] = ()
    memo: dict[str, Any] = field(default_factory=dict)

    def of(self, entity: str) -> Iterable[Record]:
        """The live records of a kind."""
        return self.records.get(entity, {}).values()

    def turn(self, code: str, day: str, *, before: str | None = None) -> tuple[str, str] | None:
        """The latest turn of an occasion about that day that has come: its name and its day. None before the first.

        A turn ahead of the day comes while there is still work to be done: before days off, and by `before`.
        """
        asked = (code, day, before)
        if asked not in self._turned:
            self._turned[asked] = self._turn(code, day, before)
        return self._turned[asked]

    def told(self, persons: Iterable[str]) -> Iterator[str]:
        """Those of these persons who can be told today, each once: they may sign in, and are not on leave."""
        return (person for person in dict.fromkeys(persons) if self._is_here(person))

    def holders(self, role: str, unit: str, *, but: str = "") -> list[str]:
        """Who can be told as holder of a role over a unit today, substitutes included: the nearest level that has any.

        `but`: who is not asked about his own.
        """
        asked = (role, unit, but)
        if asked not in self._holding:
            self._holding[asked] = self._holders(role, unit, but)
        return self._holding[asked]

    def contacts(self, unit: str) -> list[str] | None:
        """The commune's own contacts who can be told today. None: it has no contact at all."""
        units = self.directory.units
        kin = kin_of(units, unit) if unit in units else (unit,)
        posts = [post for each in kin[kin.index(unit) :] for post in self._posts.get(("contact", each), ())]
        return self._standing(posts) if posts else None

    def desk(self, agency: str) -> list[str]:
        """Who can be told for an agency today."""
        return self._standing(self._posts.get(("agency", agency), ()))

    def posts(self, role: str) -> Iterator[tuple[str, list[str]]]:
        """Each unit that a role is held over today, and who can be told there."""
        for (held, over), posts in self._posts.items():
            if held == role:
                yield over, self._standing(posts)

    def served(self, person: str, unit: str | None, *, days: int = 0) -> bool:
        """Whether the person holds a post over the unit today, or did so many days ago; without a unit, any post."""
        return any(
            post.starts <= self.today
            and (post.ends is None or self.today <= add_days(post.ends, days))
            and (unit is None or (post.unit is not None and self.directory.covers(post.unit, unit)))
            for post in self.directory.held_by(person)
        )

    def _holders(self, role: str, unit: str, but: str) -> list[str]:
        for level in self._levels(unit):
            posts = (post for each in level for post in self._posts.get((role, each), ()))
            found = [person for person in self._standing(posts) if person != but]
            if found:
                return found
        return []

    def _turn(self, code: str, day: str, before: str | None) -> tuple[str, str] | None:
        found = None
        for days in self.turns.get(code, ()):
            since = add_days(day, days)
            if days < 0 or (days == 0 and before):
                since = self._ahead(code, min(since, before or since))
            if since <= self.today:
                found = f"{day}{days:+}", since
        return found

    def _ahead(self, code: str, day: str) -> str:
        if OCCASIONS[code].on_working_days:
            for _ in range(_DAYS_OFF_MAX):
                if is_working_day(self.directory.calendar, day):
                    break
                day = day_before(day)
        return day

    def _standing(self, posts: Iterable[Assignment]) -> list[str]:
        """Who is there for these posts: their holders, and for those who are not, who stands in."""
        asked = (post.person if self._is_here(post.person) else post.substitute for post in posts)
        return list(self.told(person for person in asked if person))

    def _is_here(self, person: str) -> bool:
        known = self.directory.persons.get(person)
        return known is not None and not known.disabled and person not in self.away

    def _levels(self, unit: str) -> Iterator[tuple[str, ...]]:
        """The unit, what became of it, and what lies above either today; nearest first."""
        yield (unit,)
        units = self.directory.units
        heirs = tuple(each for each in place_on(units, unit, self.today).units if each != unit)
        yield heirs
        above = dict.fromkeys(up for each in (*heirs, unit) for up in self.directory.ancestors(each))
        for each in above:
            yield (each,)

    @cached_property
    def _posts(self) -> Mapping[tuple[str, str], list[Assignment]]:
        """The assignments in force today, by role and unit or agency, the oldest first."""
        found: dict[tuple[str, str], list[Assignment]] = {}
        for post in sorted(self.directory.assignments.values(), key=lambda post: (post.starts, post.id)):
            over = post.agency if post.role == "agency" else post.unit
            if over is not None and post.current_on(self.today):
                found.setdefault((post.role, over), []).append(post)
        return found

    @cached_property
    def _holding(self) -> dict[tuple[str, str, str], list[str]]:
        return {}

    @cached_property
    def _turned(self) -> dict[tuple[str, str, str | None], tuple[str, str] | None]:
        return {}


def days_of(turn: str) -> int:
    """How many days after the day it is about a turn comes; negative when before."""
    return int(_DAYS.search(turn)[0])  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class Finder:
    """What a room has to offer: from a scene to what is due, of these occasions and no others."""

    find: Callable[[Scene], Iterable[Due]]
    occasions: frozenset[str]


OCCASIONS: Final[Mapping[str, Occasion]] = {
    each.code: each
    for each in (
        Occasion("visit_due", (-5, -1, 1)),
        Occasion("report_unsent", (3, 7)),
        Occasion("report_returned", (0, 3)),
        Occasion("report_waiting", (1, 3)),
        Occasion("commitment_due", (-3, 0)),
        Occasion("item_unowned", (1, 3)),
        Occasion("answer_due", (0, 1), is_urgent=True),
        Occasion("settlement_due", (-5, -1)),
        Occasion("settlement_overdue", (1,), is_urgent=True),
        Occasion("settlement_escalated", (7,), is_urgent=True),
        Occasion("extension_asked", (0, 2)),
        Occasion("result_to_confirm", (0, 3, 7)),
        Occasion("invited", (0, 2), is_urgent=True, on_working_days=False),
        Occasion("invitation_eve", (-1,), is_urgent=True, on_working_days=False),
        Occasion("milestone_due", (-3, 0, 1)),
        Occasion("period_close", (1, 3)),
        Occasion("phone_silent", (7, 14)),
        Occasion("storage_unkept", (3, 30)),
        Occasion("week", (0,)),
    )
}
