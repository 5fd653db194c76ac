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
from typing import Final

from server.days import add_days
from server.features.people.directory import Directory
from sync.ports import Record

# `day`, `minute`, `number` on paper, `period`, `count`, for the sentence: never what somebody wrote.
Args = Mapping[str, str | int]
_DAYS: Final = re.compile(r"[+-]\d+$")


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


@dataclass(frozen=True)
class Scene:
    """Everything that stands, as of a moment of the office's clock. `turns`: the office's own, by occasion's code.

    An occasion that the office has switched off has no turns. `away`: who is on leave today.
    """

    directory: Directory
    records: Mapping[str, Mapping[str, Record]]
    today: str
    now: int
    turns: Mapping[str, Sequence[int]] = field(default_factory=dict)
    away: frozenset[str] = frozenset()

    def of(self, entity: str) -> Iterable[Record]:
        """The live records of a kind."""
        return self.records.get(entity, {}).values()

    def turn(self, code: str, day: str) -> tuple[str, str] | None:
        """The latest turn of an occasion about that day that has come: its name and its day. None before the first."""
        come = [(days, add_days(day, days)) for days in self.turns.get(code, ()) if add_days(day, days) <= self.today]
        if not come:
            return None
        days, since = come[-1]
        return f"{day}{days:+}", since

    def told(self, persons: Iterable[str]) -> Iterator[str]:
        """Those of these persons who can be told today, each once: they may sign in, and are not on leave."""
        known = self.directory.persons
        for person in dict.fromkeys(persons):
            if person in known and not known[person].disabled and person not in self.away:
                yield person

    def holders(self, role: str, unit: str) -> list[str]:
        """Who holds a role over a unit today: the nearest posts first; substitutes where the holder is on leave."""
        chain = (unit, *self.directory.ancestors(unit))
        posts = [a for a in self.directory.assignments.values() if a.role == role and a.current_on(self.today)]
        near = sorted((chain.index(a.unit), a.person, a) for a in posts if a.unit in chain)
        return [a.substitute if a.substitute and a.person in self.away else a.person for _, _, a in near]

    def desk(self, agency: str) -> list[str]:
        """Who answers for an agency today."""
        return [
            a.person
            for a in self.directory.assignments.values()
            if a.role == "agency" and a.agency == agency and a.current_on(self.today)
        ]


def days_of(turn: str) -> int:
    """How many days after the day it is about a turn comes; negative when before."""
    return int(_DAYS.search(turn)[0])  # type: ignore[index]


# What a room has to offer: from a scene to what is due.
Finder = Callable[[Scene], Iterable[Due]]

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
        Occasion("week", (0,)),
    )
}
