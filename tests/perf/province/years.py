"""The five years themselves: week by week, who reports, raises, owns, answers, confirms and judges.

week ─▶ [units change?] ─▶ reports and matters ─▶ what earlier weeks planned for this one ─▶ pushes, in stages
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from server.context import Server
from server.demo.ids import made_id, record_id
from server.demo.material import read_material
from server.features.changes.actions import do_apply
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.features.units.lineage import place_on
from server.platform.acts import NOBODY, Act
from server.platform.clock import DAY_MS, start_of
from sync.ports import Value
from sync.values import seen
from tests.perf.province.items import STAGES, URGENCY, Step, chosen, course, kind_of
from tests.perf.province.meetings import Meetings
from tests.perf.province.people import do_fill_vacancies, do_found, holders
from tests.perf.province.programme import programme
from tests.perf.province.sender import Said, Sender
from tests.perf.workload import prose
from tests.perf.workload import visit as words_of

FIRST_MONDAY: Final = "2021-01-04"
WEEKS: Final = 260
# The morning after the last week: what day it is for whoever looks at these years.
TODAY: Final = (date.fromisoformat(FIRST_MONDAY) + timedelta(weeks=WEEKS)).isoformat()
CHANGES: Final = ("2024-12-01", "2025-07-01")
_HOUR_MS: Final = 3_600_000
_STAGE_MS: Final = 40 * 60_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is to be, from which Monday on, and by which seed."""

    visits: int = 20_000
    items: int = 40_000
    weeks: int = WEEKS
    first: str = FIRST_MONDAY
    seed: int = 20


@dataclass(slots=True)
class Matter:
    """A matter that is under way."""

    id: str
    unit: str
    raiser: str
    role: str
    raised: str
    agency: str


@dataclass(slots=True)
class Report:
    """A report that was sent and not judged yet."""

    id: str
    unit: str
    author: str
    words: Mapping[str, Value]
    round: int = 1


@dataclass(slots=True)
class _Week:
    """What is said in one week, by stage."""

    number: int
    monday: str
    said: dict[str, list[Said]] = field(default_factory=dict)

    @property
    def arrived_ms(self) -> int:
        return start_of(self.monday) + 6 * DAY_MS + 20 * _HOUR_MS

    def day(self, after: int) -> str:
        return (date.fromisoformat(self.monday) + timedelta(days=after)).isoformat()

    def at_ms(self, stage: str) -> int:
        """Each stage at its own time of Thursday, or of the day on which units change: answers after questions."""
        day = next((change for change in CHANGES if self.monday <= change <= self.day(6)), self.day(3))
        return start_of(max(day, self.day(3))) + 7 * _HOUR_MS + STAGES.index(stage) * _STAGE_MS

    def say(self, stage: str, one: Said) -> None:
        self.said.setdefault(stage, []).append(one)


class Years:
    """The story under way."""

    def __init__(self, here: Server, size: Size) -> None:
        self._here, self._size = here, size
        self._chance = random.Random(size.seed)
        self._sender = Sender(here.store, size.seed)
        self._planned: dict[int, list[tuple[str, Callable[[_Week], None]]]] = {}
        self._open: dict[str, Matter] = {}
        self._meetings = Meetings(size.seed, CHANGES)
        # Of the week: the report that a person sends of a commune.
        self._reports: dict[tuple[str, str], str] = {}
        self._count = {"visit": 0, "item": 0, "id": 0}
        material = read_material()
        self._themes = [record_id("theme", one.code) for one in material.themes]

    @property
    def sent(self) -> Mapping[str, int]:
        """How many operations of each kind were taken."""
        return self._sender.sent

    def make(self, progress: Callable[[int, int], None] | None = None) -> None:
        """All of it. NotTakenError when the office refuses any of it."""
        self._found()
        for day in CHANGES:
            if day < self._size.first:
                self._change_units(_Week(0, self._size.first), day)
        for number in range(self._size.weeks):
            monday = (date.fromisoformat(self._size.first) + timedelta(weeks=number)).isoformat()
            self._week(_Week(number, monday))
            if progress is not None:
                progress(number + 1, self._size.weeks)

    # --- One week ----------------------------------------------------------------------------------------------------

    def _week(self, week: _Week) -> None:
        sunday = week.day(6)
        for day in CHANGES:
            if week.monday <= day <= sunday:
                self._change_units(week, day)
        self._look(sunday)
        more = programme(self._directory, self._holders, week.number, week.monday, self._chance)
        self._sender.send(list(more), week.arrived_ms)
        self._reports.clear()
        self._report(week)
        self._raise(week)
        for said in self._meetings.week(self._directory, self._holders, week.number, week.monday, self._reports):
            self._sender.send(said, week.arrived_ms)
        for _, act in sorted(self._planned.pop(week.number, ()), key=lambda each: STAGES.index(each[0])):
            act(week)
        for stage in STAGES:
            self._sender.send(week.said.get(stage, ()), week.arrived_ms)

    def _look(self, day: str) -> None:
        """Who holds what on that day."""
        with self._here.store.read() as reader:
            self._directory: Directory = load_directory(reader)
        roles = ("cadre", "contact", "clerk", "supervisor", "agency", "leader")
        self._holders = {role: holders(self._directory, role, day) for role in roles}
        units = (unit for unit in self._directory.units.values() if unit.level == "commune" and unit.valid_on(day))
        self._communes = sorted(unit.id for unit in units)
        self._agencies = sorted(self._holders["agency"])
        self._clerk = self._one_of("clerk")
        self._supervisor = self._one_of("supervisor")

    def _one_of(self, role: str) -> str:
        return sorted(self._holders[role].values())[0]

    def _found(self) -> None:
        at = start_of("2021-01-02")
        with self._here.store.write() as tx:
            do_found(Act(tx, NOBODY, at, "2021-01-02", self._ids("found")), read_material(), self._chance)

    def _change_units(self, week: _Week, day: str) -> None:
        """Apply the plan of that day, fill what it left vacant, and let a clerk say where divided matters go."""
        at, today = week.arrived_ms - _HOUR_MS, week.day(6)
        with self._here.store.write() as tx:
            act = Act(tx, NOBODY, at, today, self._ids(f"change {day}"))
            do_apply(act, record_id("unit_plan", day))
            do_fill_vacancies(act, load_directory(tx), day)
        self._look(today)
        for matter in self._open.values():
            place = place_on(self._directory.units, matter.unit, today)
            if len(place.units) == 1:
                matter.unit = place.units[0]
            elif place.units:
                matter.unit = place.units[0]
                cells: dict[str, Value] = {"entry": self._id(at), "unit": matter.unit}
                at_ms = week.at_ms("move")
                week.say("move", Said(self._clerk, "clerk", "feedback.move", matter.id, at_ms, cells))

    # --- Reports -----------------------------------------------------------------------------------------------------

    def _report(self, week: _Week) -> None:
        for _ in range(self._share("visit", week, self._size.visits)):
            unit = self._communes[self._count["visit"] % len(self._communes)]
            self._count["visit"] += 1
            self._submit(week, unit)

    def _submit(self, week: _Week, unit: str) -> None:
        author, at = self._holders["cadre"][unit], week.at_ms("submit")
        begun = self._directory.units[unit].valid_from or ""
        day = max(week.day(self._chance.randint(0, 2)), begun)
        words = {**words_of(self._chance, unit), "starts": day, "ends": day}
        cells: dict[str, Value] = {"round": 1, **{f"set.{name}": value for name, value in words.items()}}
        if self._chance.random() < 0.6:
            due = week.day(30 + self._chance.randint(0, 30))
            cells["add.commitments"] = [[self._id(at), prose(self._chance, 90), due]]
        if self._chance.random() < 0.1:
            cells["add.companions"] = [self._chance.choice(sorted(set(self._holders["cadre"].values()) - {author}))]
        report = Report(self._id(at), unit, author, words)
        self._reports[unit, author] = report.id
        week.say("submit", Said(author, "cadre", "visit.submit", report.id, at, cells))
        self._plan(week.number + 1, "approve", lambda later: self._judge(later, report))
        if self._chance.random() < 0.3:
            self._plan(week.number, "acknowledge", lambda now: self._acknowledge(now, report))

    def _judge(self, week: _Week, report: Report) -> None:
        decision = "return" if report.round == 1 and self._chance.random() < 0.05 else "approve"
        at = week.at_ms(decision)
        cells: dict[str, Value] = {"round": report.round, "review": self._id(at)}
        if decision == "return":
            cells |= {"comment": prose(self._chance, 90), "sections": []}
            self._plan(week.number + 1, "submit", lambda later: self._correct(later, report))
        week.say(decision, Said(self._supervisor, "supervisor", f"visit.{decision}", report.id, at, cells))

    def _correct(self, week: _Week, report: Report) -> None:
        at, report.round = week.at_ms("submit"), report.round + 1
        cells: dict[str, Value] = {
            "round": report.round, "set.proposals": prose(self._chance, 120),
            "was.proposals": seen(report.words["proposals"]),
        }  # fmt: skip
        week.say("submit", Said(report.author, "cadre", "visit.submit", report.id, at, cells))
        self._plan(week.number + 1, "approve", lambda later: self._judge(later, report))

    def _acknowledge(self, week: _Week, report: Report) -> None:
        at = week.at_ms("acknowledge")
        cells: dict[str, Value] = {"visit": report.id, "round": 1, "stance": "acknowledged"}
        said = Said(self._holders["contact"][report.unit], "contact", "acknowledgement.give", self._id(at), at, cells)
        week.say("acknowledge", said)

    # --- Matters -----------------------------------------------------------------------------------------------------

    def _raise(self, week: _Week) -> None:
        for _ in range(self._share("item", week, self._size.items)):
            unit = self._communes[self._count["item"] * 7 % len(self._communes)]
            self._count["item"] += 1
            self._raise_one(week, unit)

    def _raise_one(self, week: _Week, unit: str) -> None:
        at, chance = week.at_ms("raise"), self._chance
        if chance.random() < 0.01:
            cells: dict[str, Value] = {"entry": self._id(at), "unit": unit}
            week.say("refer", Said(self._clerk, "clerk", "feedback.refer", self._id(at), at, cells))
            return
        role = "cadre" if chance.random() < 0.6 else "contact"
        agency, urgency = chance.choice(self._agencies), chosen(chance, URGENCY)
        matter = Matter(self._id(at), unit, self._holders[role][unit], role, week.day(3), agency)
        words = {
            "unit": unit, "kind": kind_of(chance), "theme": chance.choice(self._themes), "urgency": urgency,
            "matter": prose(chance, 260),
        }  # fmt: skip
        cells = {"entry": self._id(at), **{f"set.{name}": value for name, value in words.items()}}
        week.say("raise", Said(matter.raiser, role, "feedback.raise", matter.id, at, cells))
        self._open[matter.id] = matter
        for step in course(chance, week.number, urgency):
            self._plan(step.week, step.name, lambda later, step=step: self._step(later, matter, step))  # type: ignore[misc]

    def _step(self, week: _Week, matter: Matter, step: Step) -> None:
        at = week.at_ms(step.name)
        person, role, cells = self._telling(matter, step)
        if step.name in ("confirm", "explain"):
            self._open.pop(matter.id)
        cells = {"entry": self._id(at), **cells}
        week.say(step.name, Said(person, role, f"feedback.{step.name}", matter.id, at, cells))

    def _telling(self, matter: Matter, step: Step) -> tuple[str, str, dict[str, Value]]:
        """Who takes the step, in which role, and what it says."""
        text: dict[str, Value] = {"text": prose(self._chance, 150)}
        until = (date.fromisoformat(matter.raised) + timedelta(days=100)).isoformat()
        desk, contact = (self._holders["agency"][matter.agency], "agency"), self._holders["contact"][matter.unit]
        match step.name:
            case "explain":
                return matter.raiser, matter.role, text
            case "own":
                return self._clerk, "clerk", {"owner": matter.agency}
            case "ask_extension":
                return *desk, {**text, "until": until}
            case "extend":
                return self._supervisor, "supervisor", {**text, "until": until}
            case "answer":
                return *desk, {**text, "round": step.round, "outcome": step.outcome}
            case "confirm" | "reopen":
                return contact, "contact", {**text, "round": step.round}
            case _:
                return *desk, text

    # --- Planning ----------------------------------------------------------------------------------------------------

    def _plan(self, week: int, stage: str, act: Callable[[_Week], None]) -> None:
        self._planned.setdefault(week, []).append((stage, act))

    def _share(self, what: str, week: _Week, total: int) -> int:
        """How many of these are due by the end of the week, without those that were."""
        return total * (week.number + 1) // self._size.weeks - self._count[what]

    def _id(self, at_ms: int) -> str:
        self._count["id"] += 1
        return made_id(at_ms, f"{self._size.seed}:{self._count['id']}")

    def _ids(self, name: str) -> Callable[[], str]:
        numbers: Iterator[int] = iter(range(10**9))
        return lambda: made_id(start_of(FIRST_MONDAY), f"{name}:{next(numbers)}")
