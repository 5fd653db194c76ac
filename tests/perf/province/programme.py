"""What the province's programme brings to a week: duty's rules, closings, leave, tasks, plans and figures. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from server.demo.ids import made_id
from server.features.duty.periods import closing_id
from server.features.indicators.programme import indicator_id
from server.features.people.directory import Directory
from server.platform.clock import DAY_MS, start_of
from sync.ports import Value
from tests.perf.province.sender import Said

# Told by every commune for each half-year, some by category, and planned for the year.
TOLD: Final = (
    ("admissions", "youth"), ("admissions", "women"), ("admissions", "farmers"), ("admission_courses", "youth"),
    ("training_participations", None), ("training_persons", None), ("housing", "built"), ("housing", "repaired"),
    ("budget", None), ("jobs", None),
)  # fmt: skip
TASKS_A_YEAR: Final = 40
_HALVES: Final = {"01": ("07-01", "12-31", -1), "07": ("01-01", "06-30", 0)}
Holders = Mapping[str, Mapping[str, str]]


def programme(
    directory: Directory, holders: Holders, number: int, monday: str, chance: random.Random
) -> Iterator[Said]:
    """Everything beside reports and matters that is said in that week."""
    at = start_of(monday) + 3 * DAY_MS
    telling = _Telling(directory, holders, monday, at, chance)
    if number == 0:
        yield from telling.rules()
    if number == 0 or (monday[5:7] == "01" and monday[8:] <= "07" and number > 4):
        yield from telling.plans()
        yield from telling.tasks()
    if monday[8:] <= "07":
        yield from telling.closings()
        yield from telling.leaves()
        yield from telling.progress(begun=number == 0)
        if monday[5:7] in _HALVES and number > 4:
            yield from telling.figures()


class _Telling:
    def __init__(self, directory: Directory, holders: Holders, monday: str, at: int, chance: random.Random) -> None:
        self._directory, self._holders, self._monday, self._at, self._chance = directory, holders, monday, at, chance
        self._sunday = (date.fromisoformat(monday) + timedelta(days=6)).isoformat()
        self._clerk = sorted(holders["clerk"].values())[0]
        self._count = 0

    def rules(self) -> Iterator[Said]:
        """A visit a month, from the 15th to the 14th."""
        yield self._by_clerk("period.set", {"first_day": 15, "starts": "2021-01-01"})
        rule: dict[str, Value] = {
            "for_role": "cadre", "every_months": 1, "starts": "2021-01-01", "grace_days": 5, "catch_up": 1,
        }  # fmt: skip
        yield self._by_clerk("cadence.set", rule)

    def closings(self) -> Iterator[Said]:
        """The month before is closed; the one three months ago is locked."""
        for step, ago, read in (("close", 1, 0), ("lock", 3, 1)):
            period = _month(self._monday, -ago)
            if period >= "2021-01":
                cells: dict[str, Value] = {"entry": self._id(), "period": period, "round": read}
                yield self._by_clerk(f"closing.{step}", cells, id=closing_id(period))

    def leaves(self) -> Iterator[Said]:
        """Three people are away for two weeks."""
        away = self._chance.sample(sorted(self._holders["cadre"].values()), 3)
        for person in away:
            yield self._by_clerk("leave.set", {"person": person, **self._span(14)})

    def tasks(self) -> Iterator[Said]:
        """The year's difficult tasks."""
        year = self._monday[:4]
        for place in range(TASKS_A_YEAR):
            unit = self._commune(place)
            cells: dict[str, Value] = {
                "entry": self._id(), "round": 0, "title": f"Việc khó {place + 1} năm {year}", "unit": unit,
                "owner": self._holders["contact"][unit], "starts": f"{year}-01-01", "ends": f"{year}-12-31",
                "goals": [[_goal(year, place), "Xóa nhà tạm", "nhà", 12_000, "eq", None, "higher"]],
                "milestones": [[made_id(self._at, f"milestone {year} {place}"), "Chốt danh sách", f"{year}-03-31"]],
            }  # fmt: skip
            yield self._by_clerk("task.set", cells, id=_task(year, place))

    def progress(self, *, begun: bool) -> Iterator[Said]:
        """Each of the year's tasks is measured every month but the one in which it was given."""
        year, month = self._monday[:4], int(self._monday[5:7])
        for place in range(0 if begun or month == 1 else TASKS_A_YEAR):
            cells: dict[str, Value] = {
                "entry": self._id(), "goal": _goal(year, place), "day": self._monday,
                "value_e3": month * self._chance.randint(700, 1200), "comparator": "eq",
            }  # fmt: skip
            yield self._by_clerk("task.progress", cells, id=_task(year, place))

    def plans(self) -> Iterator[Said]:
        """What every commune shall reach in the year."""
        year = self._monday[:4]
        for unit in self._communes():
            for code, category in TOLD:
                cells = self._measured(code, category, unit, (f"{year}-01-01", f"{year}-12-31"))
                yield self._by_clerk("target.set", cells)

    def figures(self) -> Iterator[Said]:
        """What every commune reached in the half-year that ended, told by its contact."""
        first, last, ago = _HALVES[self._monday[5:7]]
        year = int(self._monday[:4]) + ago
        for unit in self._communes():
            for code, category in TOLD:
                cells = self._measured(code, category, unit, (f"{year}-{first}", f"{year}-{last}"))
                yield Said(self._holders["contact"][unit], "contact", "progress.set", self._id(), self._at, cells)

    def _measured(self, code: str, category: str | None, unit: str, span: tuple[str, str]) -> dict[str, Value]:
        cells: dict[str, Value] = {
            "indicator": indicator_id(code), "unit": unit, "starts": span[0], "ends": span[1],
            "value_e3": self._chance.randint(0, 40) * 1000, "comparator": "eq",
        }  # fmt: skip
        return {**cells, **({"category": category} if category else {})}

    def _by_clerk(self, kind: str, cells: Mapping[str, Value], *, id: str | None = None) -> Said:
        return Said(self._clerk, "clerk", kind, id or self._id(), self._at, cells)

    def _communes(self) -> list[str]:
        units = self._directory.units.values()
        return sorted(one.id for one in units if one.level == "commune" and one.valid_on(self._sunday))

    def _commune(self, place: int) -> str:
        communes = self._communes()
        return communes[place * 3 % len(communes)]

    def _span(self, days: int) -> dict[str, Value]:
        ends = (date.fromisoformat(self._monday) + timedelta(days=days)).isoformat()
        return {"starts": self._monday, "ends": ends}

    def _id(self) -> str:
        self._count += 1
        return made_id(self._at, f"programme {self._monday} {self._count}")


def _month(day: str, by: int) -> str:
    number = int(day[:4]) * 12 + int(day[5:7]) - 1 + by
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _task(year: str, place: int) -> str:
    return made_id(start_of(f"{year}-01-01"), f"task {place}")


def _goal(year: str, place: int) -> str:
    return made_id(start_of(f"{year}-01-01"), f"goal {place}")
