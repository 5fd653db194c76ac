"""What a made-up week brings of invitations: who invites whom, who answers how, what is moved, who came. Pure.

Every commune's committee invites its monitor to an important meeting every sixth week, and the leader of its district
to every other one; the office's clerk invites the leaders of districts, whose committees wrote on paper. Nobody calls a
meeting that would lie beyond a change of units: it would be called anew by who is there then.

    week n: invited, answered ─▶ n + 1: moved (as asked for, or not) or withdrawn, answered anew ─▶ n + 1 … 3: who came
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from server.demo.ids import made_id
from server.features.people.directory import Directory
from server.platform.clock import DAY_MS, start_of
from sync.operations import VISIT_KINDS
from sync.ports import Value
from tests.perf.province.items import chosen
from tests.perf.province.sender import Said
from tests.perf.workload import prose

EVERY_WEEKS: Final = 6
LEADERS_EVERY_WEEKS: Final = 4
# So long after it was called the last word of a meeting has been said.
LIFE_DAYS: Final = 27
_HOUR_MS: Final = 3_600_000
_TITLES: Final = ("Họp Ban Chấp hành mở rộng", "Sơ kết công tác xây dựng Đảng", "Đối thoại với nhân dân", "Họp chi bộ")
_WORDS: Final = (("yes", 72), ("no", 8), ("propose", 8), ("silent", 12))
Holders = Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class _Meeting:
    """A meeting that is ahead. `proposal`: who asked for another time, and the id of his word."""

    id: str
    unit: str
    inviter: tuple[str, str]
    invited: Sequence[tuple[str, str]]
    day: str
    week: int
    round: int = 1
    proposal: tuple[str, str] | None = None
    declined: set[str] = field(default_factory=set)


class Meetings:
    """The invitations under way, with a chance of their own: nothing else of the years hangs on them."""

    def __init__(self, seed: int, changes: Sequence[str]) -> None:
        self._chance = random.Random(f"meetings {seed}")
        self._seed, self._changes = seed, changes
        self._ahead: list[_Meeting] = []
        self._count = 0

    def week(
        self, directory: Directory, holders: Holders, number: int, monday: str, reports: Mapping[tuple[str, str], str]
    ) -> Iterator[list[Said]]:
        """What is said in that week: first by who invites, then by who is invited.

        `reports`: the report that a person sent of a commune in that week, which his coming becomes.
        """
        at = start_of(monday) + 3 * DAY_MS + 7 * _HOUR_MS
        moved = [one for meeting in self._ahead for one in self._change(meeting, number, at)]
        called = list(self._call(directory, holders, number, monday, at))
        fresh = [meeting for meeting, _ in called]
        yield moved + [one for _, one in called]
        self._ahead += fresh
        later = at + 2 * _HOUR_MS
        asked = fresh + [meeting for meeting in self._ahead if meeting.round > 1 and meeting.week == number + 2]
        words = [one for meeting in asked for one in self._answer(meeting, number, later)]
        held = [meeting for meeting in self._ahead if meeting.week == number]
        yield words + [one for meeting in held for one in self._attend(meeting, later, reports)]
        self._ahead = [meeting for meeting in self._ahead if meeting.week > number]

    # --- Who invites -------------------------------------------------------------------------------------------------

    def _call(
        self, directory: Directory, holders: Holders, number: int, monday: str, at: int
    ) -> Iterator[tuple[_Meeting, Said]]:
        last = _day(monday, LIFE_DAYS)
        if any(monday <= change <= last for change in self._changes):
            return
        communes = sorted(set(holders["contact"]) & set(holders["cadre"]))
        for unit in communes[number % EVERY_WEEKS :: EVERY_WEEKS]:
            invited = [(holders["cadre"][unit], "cadre")]
            leader = holders["leader"].get(directory.units[unit].parent or "")
            if leader is not None and self._chance.random() < 0.5:
                invited.append((leader, "leader"))
            yield self._invite(unit, (holders["contact"][unit], "contact"), invited, number, monday, at)
        clerk = (sorted(holders["clerk"].values())[0], "clerk")
        for unit in sorted(holders["leader"])[number % LEADERS_EVERY_WEEKS :: LEADERS_EVERY_WEEKS]:
            yield self._invite(unit, clerk, [(holders["leader"][unit], "leader")], number, monday, at)

    def _invite(
        self, unit: str, inviter: tuple[str, str], invited: Sequence[tuple[str, str]], number: int, monday: str, at: int
    ) -> tuple[_Meeting, Said]:
        chance, ahead = self._chance, self._chance.randint(1, 2)
        day = _day(monday, 7 * ahead + chance.randint(0, 2))
        meeting = _Meeting(self._id(at), unit, inviter, invited, day, number + ahead)
        cells: dict[str, Value] = {
            "entry": self._id(at), "round": 0, "unit": unit, "kind": chance.choice(VISIT_KINDS),
            "title": chance.choice(_TITLES), "place": "Hội trường", "text": prose(chance, 120), **self._times(day),
            "invited": [person for person, _role in invited],
        }  # fmt: skip
        return meeting, Said(*inviter, "invitation.set", meeting.id, at, cells)

    def _change(self, meeting: _Meeting, number: int, at: int) -> Iterator[Said]:
        """Of a meeting a week ahead: moved as somebody asked, moved, or called off; most stay."""
        if meeting.round > 1 or meeting.week != number + 1:
            return
        drawn = self._chance.random()
        cells: dict[str, Value] = {"entry": self._id(at), "round": meeting.round, "text": prose(self._chance, 60)}
        if (meeting.proposal is not None and drawn < 0.7) or drawn < 0.05:
            meeting.day, meeting.week, meeting.round = _day(meeting.day, 7), meeting.week + 1, meeting.round + 1
            about = {"proposal": meeting.proposal[1]} if meeting.proposal else {}
            meeting.declined.clear()
            yield Said(
                *meeting.inviter, "invitation.move", meeting.id, at, {**cells, **self._times(meeting.day), **about}
            )
        elif drawn > 0.97:
            meeting.week = 0
            yield Said(*meeting.inviter, "invitation.withdraw", meeting.id, at, cells)

    # --- Who is invited ----------------------------------------------------------------------------------------------

    def _answer(self, meeting: _Meeting, number: int, at: int) -> Iterator[Said]:
        for person, role in meeting.invited:
            drawn = chosen(self._chance, _WORDS)
            # Who asked for this very time has agreed to it; only what is two weeks ahead may still be moved.
            asked_for = meeting.round > 1 and meeting.proposal is not None and meeting.proposal[0] == person
            word = "yes" if drawn == "propose" and (meeting.round > 1 or meeting.week < number + 2) else drawn
            if asked_for or word == "silent":
                continue
            entry = self._id(at)
            cells: dict[str, Value] = {"entry": entry, "round": meeting.round}
            if word != "yes":
                cells["text"] = prose(self._chance, 60)
            if word == "propose":
                meeting.proposal = (person, entry)
                cells |= self._times(_day(meeting.day, 7))
                yield Said(person, role, "invitation.propose", meeting.id, at, cells)
                continue
            if word == "no":
                meeting.declined.add(person)
            yield Said(person, role, "invitation.answer", meeting.id, at, {**cells, "answer": word})

    def _attend(self, meeting: _Meeting, at: int, reports: Mapping[tuple[str, str], str]) -> Iterator[Said]:
        for person, role in meeting.invited:
            if person in meeting.declined or self._chance.random() > 0.92:
                continue
            report = reports.get((meeting.unit, person))
            cells: dict[str, Value] = {"entry": self._id(at), "round": meeting.round}
            yield Said(
                person, role, "invitation.attend", meeting.id, at, {**cells, **({"visit": report} if report else {})}
            )

    def _times(self, day: str) -> dict[str, Value]:
        return {"starts": day, "ends": day, "from_minute": 8 * 60, "to_minute": 11 * 60}

    def _id(self, at: int) -> str:
        self._count += 1
        return made_id(at, f"meetings {self._seed}:{self._count}")


def _day(day: str, after: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=after)).isoformat()
