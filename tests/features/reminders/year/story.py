"""What happens in the made-up year: who travels, reports, raises, answers, invites, closes; and the operations of it.

Owns the facts, by which the oracle knows what was to be told, and the words by which the office hears of them. Every
step is taken at a minute at which nobody looks around.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from server.days import add_days
from server.features.duty.periods import closing_id
from server.platform.clock import DAY_MS, day_of, start_of
from sync.ports import Value
from tests.factories import id_of
from tests.features.reminders.year.people import (
    AGENCIES,
    BEGINS,
    BESIDE,
    COMMUNES,
    ENDS,
    EXCUSED,
    LEAVES,
    POSTS,
    THEME,
    YEAR,
    district_of,
)
from tests.perf.province.sender import Said

END_MS: Final = start_of(ENDS) + DAY_MS
WISH: Final[dict[str, Value]] = {
    "zone": "Asia/Ho_Chi_Minh", "quiet_from": "21:00", "quiet_until": "06:30", "show_text": False, "language": "vi",
    "push": True, "mail": True, "gateway": False,
}  # fmt: skip
# The year of the golden table.
GOLDEN_SEED: Final = 2024
# Who wants to be told otherwise, from the first day on.
WISHES: Final[dict[str, dict[str, Value]]] = {
    "cadre 3": {"zone": "Europe/Berlin"},
    "leader 2": {"zone": "America/New_York", "quiet_from": "22:00", "quiet_until": "07:00"},
    "agency 3": {"digest": "08:00"},
    "contact 1": {"digest": "17:30", "quiet_from": "20:00"},
    "contact 2": {"silenced": [["result_to_confirm"]]},
    "beside 3": {"zone": "Europe/Berlin", "digest": "07:15"},
}
# When the office changes its rules: at ten past eight of that day, the occasion and its turns.
RULES: Final = (
    ("2024-06-03", "visit_due", "-3 1"), ("2024-09-02", "report_waiting", None), ("2024-10-14", "report_waiting", "2"),
    ("2024-08-05", "item_unowned", "0 2"), ("2024-11-01", "phone_silent", "10"),
)  # fmt: skip


@dataclass(slots=True)
class Trip:
    """A visit: its day, when its draft came, when each round was sent and judged, and what was promised."""

    id: str
    who: str
    commune: str
    day: str
    drafted: int | None = None
    sent: list[int] = field(default_factory=list)
    judged: list[tuple[int, str]] = field(default_factory=list)
    promises: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Matter:
    """A feedback item: the instants of its steps; `asked` until which day more time was asked for, and `extended`."""

    id: str
    commune: str
    raiser: str
    urgency: str
    raised: int
    agency: str = ""
    explained: int | None = None
    owned: int | None = None
    spoke: int | None = None
    asked: int | None = None
    until: str = ""
    extended: int | None = None
    answered: list[int] = field(default_factory=list)
    reopened: list[int] = field(default_factory=list)
    confirmed: int | None = None


@dataclass(slots=True)
class Call:
    """An invitation: when it was sent, moved and withdrawn, its days in turn, and who said what of which time when."""

    id: str
    commune: str
    invited: tuple[str, ...]
    days: list[str]
    sent: int
    moved: int | None = None
    withdrawn: int | None = None
    said: list[tuple[str, int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Task:
    """A difficult task's milestones: id, day, and when it was said to be reached."""

    id: str
    commune: str
    owner: str
    given: int
    marks: list[tuple[str, str, int | None]]


@dataclass(slots=True)
class Year:
    """All that happens, and the operations of it in order."""

    trips: list[Trip] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    # Month → when the clerk closed it. Person → the instants at which his phone looked in.
    closed: dict[str, int] = field(default_factory=dict)
    seen: dict[str, list[int]] = field(default_factory=dict)
    # Person → since when, and until when, his browser does not keep the store.
    unkept: dict[str, tuple[int, int]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)


def at(day: str, clock: str) -> int:
    """The instant of an hour of the office's day."""
    hour, minute = clock.split(":")
    return start_of(day) + (int(hour) * 60 + int(minute)) * 60_000


class Story:
    """Makes a year up. `share`: of those beside, how many there are; a small year has few."""

    def __init__(self, seed: int, *, beside: int = len(BESIDE)) -> None:
        self._chance = random.Random(seed)
        self._ids = count(1)
        self._beside = beside
        self.year = Year()

    def made(self) -> Year:
        """The year."""
        self._rules()
        for number, commune in enumerate(COMMUNES, 1):
            self._trips(f"cadre {number}", commune)
            self._matters(number, commune)
            self._calls(number, commune)
            self._tasks(number, commune)
            self._phone(f"cadre {number}")
        for post in POSTS:
            if post.over in BESIDE[: self._beside]:
                self._trips_beside(post.person, post.over, post.starts, post.ends or ENDS)
        self._closings()
        self.year.said.sort(key=lambda one: one.at_ms)
        return self.year

    # Small things

    def _id(self, what: str) -> str:
        return id_of(f"year {what} {next(self._ids)}")

    def _day(self, since: str, *after: int) -> str:
        return add_days(since, self._chance.choice(after))

    def _say(self, who: str, role: str, kind: str, id: str, at_ms: int, /, **cells: Value) -> bool:
        """False when the year is over by then."""
        if at_ms >= END_MS:
            return False
        named = {name.replace("__", "."): value for name, value in cells.items()}
        self.year.said.append(Said(id_of(who), role, kind, id, at_ms, named))
        return True

    def _rules(self) -> None:
        first = at("2024-01-01", "07:10")
        every = {"for_role": "cadre", "starts": BEGINS}
        self._say("clerk", "clerk", "cadence.set", self._id("rule"), first, **every, every_months=3)
        of_five = [id_of(each) for each in COMMUNES]
        self._say("clerk", "clerk", "cadence.set", self._id("rule"), first, **every, every_months=1, units=of_five)
        for who, wish in WISHES.items():
            role = "cadre" if who.startswith("beside") else who.split()[0]
            self._say(who, role, "preference.set", self._id("wish"), first, **{**WISH, **wish})
        for who, starts, ends in LEAVES:
            cells: dict[str, Value] = {"person": id_of(who), "starts": starts, "ends": ends}
            # Of who has no commune but an agency, the administrator notes it.
            keeper = "admin" if who.startswith("agency") else "clerk"
            self._say(keeper, keeper, "leave.set", self._id("leave"), first, **cells)
        commune, starts, ends = EXCUSED
        cells = {"unit": id_of(commune), "starts": starts, "ends": ends, "reason": "Lũ"}
        self._say("clerk", "clerk", "excuse.set", self._id("excuse"), first, **cells)
        for day, code, turns in RULES:
            self._say("clerk", "clerk", "occasion.set", self._id("rule"), at(day, "08:10"), code=code, turns=turns)

    # Visits

    def _trips(self, who: str, commune: str) -> None:
        for month in range(1, 13):
            if self._chance.random() < 0.85:
                day = f"{YEAR}-{month:02}-{self._chance.randint(3, 27):02}"
                self._trip(who, commune, day, self._chance.choice([0, 1, 2, 4, 8, 12]))

    def _trip(self, who: str, commune: str, day: str, late: int) -> None:
        trip = Trip(self._id("trip"), who, commune, day)
        words: dict[str, Value] = {
            "set__unit": id_of(commune), "set__kind": "site_check", "set__starts": day, "set__ends": day,
            "set__findings": "Kênh đã nạo vét xong.",
        }  # fmt: skip
        if late and self._say(who, "cadre", "draft.save", trip.id, at(day, "21:40"), **words):
            trip.drafted, words = at(day, "21:40"), {}
        if self._chance.random() < 0.5:
            trip.promises = [(self._id("promise"), self._day(day, 10, 14, 20, 40))]
            words["add__commitments"] = [[id, "Xin vốn", due] for id, due in trip.promises]
        sent = at(add_days(day, late), "19:10")
        if self._say(who, "cadre", "visit.submit", trip.id, sent, round=1, **words):
            trip.sent.append(sent)
            self._judge(trip)
        self.year.trips.append(trip)

    def _judge(self, trip: Trip) -> None:
        when = at(self._day(day_of(trip.sent[-1]), 1, 2, 3, 5), "10:20")
        back = len(trip.sent) == 1 and self._chance.random() < 0.25
        said: dict[str, Value] = {"round": len(trip.sent), "review": self._id("review")}
        if back:
            said |= {"comment": "Xin ghi rõ số liệu.", "sections": []}
        step = "return" if back else "approve"
        if not self._say("supervisor", "supervisor", f"visit.{step}", trip.id, when, **said):
            return
        trip.judged.append((when, step))
        again = at(self._day(day_of(when), 1, 2, 5), "19:10")
        if back and self._say(
            trip.who, "cadre", "visit.submit", trip.id, again, round=2, set__proposals="Xin bố trí vốn."
        ):
            trip.sent.append(again)
            self._judge(trip)

    def _trips_beside(self, who: str, commune: str, starts: str, ends: str) -> None:
        for quarter in range(4):
            day = f"{YEAR}-{quarter * 3 + self._chance.randint(1, 3):02}-{self._chance.randint(1, 28):02}"
            if self._chance.random() < 0.35 and starts <= day <= ends:
                trip = Trip(self._id("trip"), who, commune, day, sent=[at(day, "18:10")])
                words: dict[str, Value] = {
                    "set__unit": id_of(commune), "set__kind": "site_check", "set__starts": day, "set__ends": day,
                    "set__findings": "Đường đã thông.",
                }  # fmt: skip
                self._say(who, "cadre", "visit.submit", trip.id, trip.sent[0], round=1, **words)
                judged = at(day, "20:10")
                said: dict[str, Value] = {"round": 1, "review": self._id("review")}
                self._say("supervisor", "supervisor", "visit.approve", trip.id, judged, **said)
                trip.judged.append((judged, "approve"))
                self.year.trips.append(trip)

    # Matters

    def _matters(self, number: int, commune: str) -> None:
        for week in range(0, 52, 2):
            raised = at(add_days(BEGINS, week * 7 + self._chance.randint(0, 13)), self._chance.choice(_HOURS))
            who = f"{self._chance.choice(('cadre', 'contact'))} {number}"
            matter = Matter(self._id("matter"), commune, who, self._chance.choice(_URGENCIES), raised)
            words: dict[str, Value] = {
                "set__unit": id_of(commune), "set__kind": "issue", "set__theme": id_of(THEME),
                "set__urgency": matter.urgency, "set__matter": "Kênh N3 bồi lấp 340 m.",
            }  # fmt: skip
            if self._step(matter, who, "raise", raised, **words):
                self.year.matters.append(matter)
                self._course(matter, number)

    def _step(self, matter: Matter, who: str, step: str, at_ms: int, /, **cells: Value) -> bool:
        role = who.split()[0]
        return self._say(who, role, f"feedback.{step}", matter.id, at_ms, entry=self._id("entry"), **cells)

    def _course(self, matter: Matter, number: int) -> None:
        day = day_of(matter.raised)
        if self._chance.random() < 0.1:
            when = at(self._day(day, 1, 2, 6), "11:10")
            if self._step(matter, matter.raiser, "explain", when, text="Đã giải thích tại chỗ."):
                matter.explained = when
            return
        owned = at(self._day(day, 1, 1, 2, 3, 6), "10:10")
        desk = self._chance.randrange(len(AGENCIES))
        if not self._step(matter, "clerk", "own", owned, owner=id_of(AGENCIES[desk])):
            return
        matter.agency, matter.owned = AGENCIES[desk], owned
        self._work(matter, f"agency {desk + 1}", f"contact {number}")

    def _work(self, matter: Matter, agency: str, contact: str) -> None:
        day = day_of(matter.owned or 0)
        after = self._chance.choice((None, 0, 1, 2, 4))
        if after is not None:
            spoke = at(add_days(day, after), "14:10")
            if self._step(matter, agency, "message", spoke, text="Đã nhận, đang kiểm tra."):
                matter.spoke = spoke
        takes = self._chance.choice((5, 8, 15, 22, 35, 60))
        if takes >= 15 and self._chance.random() < 0.3:
            self._ask_for_time(matter, agency, add_days(day, takes - 8))
        answered = at(add_days(day, takes), "15:40")
        for round_ in (1, 2):
            if not self._step(matter, agency, "answer", answered, round=round_, outcome="settled", text="Đã nạo vét."):
                return
            matter.answered.append(answered)
            matter.spoke = matter.spoke or answered
            heard = day_of(answered)
            when = at(self._day(heard, 1, 2, 4, 9), "15:10")
            if round_ == 1 and self._chance.random() < 0.2:
                if not self._step(matter, contact, "reopen", when, round=1, text="Vẫn còn tắc."):
                    return
                matter.reopened.append(when)
                answered = when + 6 * DAY_MS
                continue
            if self._step(matter, contact, "confirm", when, round=round_):
                matter.confirmed = when
            return

    def _ask_for_time(self, matter: Matter, agency: str, day: str) -> None:
        matter.until = add_days(day, 75)
        cells: dict[str, Value] = {"until": matter.until, "text": "Chờ vốn."}
        if not self._step(matter, agency, "ask_extension", at(day, "14:40"), **cells):
            return
        matter.asked = at(day, "14:40")
        granted = at(self._day(day, 1, 3, 4), "10:40")
        if self._chance.random() < 0.7 and self._step(matter, "supervisor", "extend", granted, **cells):
            matter.extended = granted

    # Meetings, tasks, closings, phones

    def _calls(self, number: int, commune: str) -> None:
        inviter, leader = f"contact {number}", f"leader {1 if district_of(commune) == 'Huyện Đông' else 2}"
        for month in range(1, 13, 2):
            sent = at(f"{YEAR}-{month:02}-{self._chance.randint(2, 20):02}", "09:10")
            day = day_of(sent)
            call = Call(self._id("call"), commune, (f"cadre {number}", leader), [self._day(day, 3, 6, 9)], sent)
            times: dict[str, Value] = {"starts": call.days[0], "ends": call.days[0], "from_minute": 480}
            cells: dict[str, Value] = {
                "entry": self._id("entry"), "round": 0, "unit": id_of(commune), "kind": "committee_meeting",
                "title": "Họp đảng ủy", "invited": [id_of(each) for each in call.invited], **times,
            }  # fmt: skip
            self._say(inviter, "contact", "invitation.set", call.id, sent, **cells)
            self.year.calls.append(call)
            self._answers(call, day, 0)
            fate = self._chance.random()
            if fate < 0.3:
                self._move(call, inviter, day)
            elif fate < 0.4:
                call.withdrawn = at(add_days(day, 2), "16:10")
                said: dict[str, Value] = {"entry": self._id("entry"), "round": 1, "text": "Hoãn vô thời hạn."}
                self._say(inviter, "contact", "invitation.withdraw", call.id, call.withdrawn, **said)

    def _move(self, call: Call, inviter: str, day: str) -> None:
        call.moved, moved_to = at(add_days(day, 2), "16:10"), add_days(call.days[0], 7)
        call.days.append(moved_to)
        times: dict[str, Value] = {"starts": moved_to, "ends": moved_to, "from_minute": 840}
        cells: dict[str, Value] = {"entry": self._id("entry"), "round": 1, "text": "Trùng lịch.", **times}
        self._say(inviter, "contact", "invitation.move", call.id, call.moved, **cells)
        self._answers(call, add_days(day, 2), 1)

    def _answers(self, call: Call, day: str, time: int) -> None:
        """Whoever answers does so before the meeting is moved or held."""
        for who in call.invited:
            when = at(self._day(day, 1, 1, 2), "11:40")
            word = self._chance.choice(("yes", "yes", "no", None))
            if word:
                call.said.append((who, time, when, word))
                text = {"text": "Đi công tác"} if word == "no" else {}
                cells: dict[str, Value] = {"entry": self._id("entry"), "round": time + 1, "answer": word, **text}
                self._say(who, who.split()[0], "invitation.answer", call.id, when, **cells)

    def _tasks(self, number: int, commune: str) -> None:
        task = Task(self._id("task"), commune, f"cadre {number}", at("2024-01-02", "08:10"), [])
        for month in range(2, 13, 3):
            day = f"{YEAR}-{month:02}-{self._chance.randint(10, 25):02}"
            after = self._chance.choice((None, -7, 0, 3))
            reached = None if after is None else at(add_days(day, after), "17:10")
            task.marks.append((self._id("mark"), day, reached))
        cells: dict[str, Value] = {
            "entry": self._id("entry"), "round": 0, "title": "Xóa nhà tạm", "why": "Vướng đất", "unit": id_of(commune),
            "owner": id_of(task.owner), "starts": BEGINS, "ends": ENDS,
            "goals": [[self._id("goal"), "Nhà", "nhà", 9000, "eq", None, "higher"]],
            "milestones": [[id, "Xong", day] for id, day, _ in task.marks],
        }  # fmt: skip
        self._say("supervisor", "supervisor", "task.set", task.id, task.given, **cells)
        for id, _, reached in task.marks:
            if reached:
                day = day_of(reached)
                said: dict[str, Value] = {"entry": self._id("entry"), "milestone": id, "day": day}
                self._say(task.owner, "cadre", "task.reach", task.id, reached, **said)
        self.year.tasks.append(task)

    def _closings(self) -> None:
        months = [f"{YEAR - 1}-12", *(f"{YEAR}-{month:02}" for month in range(1, 12))]
        for month in months:
            year, number = int(month[:4]), int(month[5:])
            first = f"{year + number // 12}-{number % 12 + 1:02}-01"
            after = self._chance.choice((None, 1, 2, 3, 6))
            if after is not None:
                when = at(add_days(first, after), "11:10")
                self.year.closed[month] = when
                cells: dict[str, Value] = {"entry": self._id("entry"), "period": month, "round": 0}
                self._say("clerk", "clerk", "closing.close", closing_id(month), when, **cells)

    def _phone(self, who: str) -> None:
        """Looks in every three days, and now and then is silent for weeks."""
        day, seen = "2024-01-02", []
        while day <= ENDS:
            seen.append(at(day, "12:40"))
            day = self._day(day, 3, 3, 3, 3, 3, 3, 3, 9, 20)
        self.year.seen[who] = seen
        if who in ("cadre 2", "cadre 5"):
            first = self._chance.randrange(len(seen) // 2)
            self.year.unkept[who] = (seen[first], seen[first + 12])


_HOURS: Final = ("07:20", "08:20", "13:40", "16:40", "19:20", "21:20")
_URGENCIES: Final = ("urgent", "normal", "normal", "normal", "complex")


def looks_in(year: Year) -> Iterator[tuple[int, str]]:
    """When whose phone looks in, in order."""
    yield from sorted((when, who) for who, all_ in year.seen.items() for when in all_)
