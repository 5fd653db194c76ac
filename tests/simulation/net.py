"""The network and the door: what becomes of a request on its way, and of its answer.

Owns the fates. A request meets exactly one; the phone cannot tell most of them apart.

    fine · drop_request · drop_reply · cut · cut_line · duplicate · late_copy · timed_out · slow
    portal · gateway · after_gateway · fault · signed_out · throttled · other_person
    before_commit · after_commit · store_fault · after_head · after_results
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sync.applying import Contact
from tests.simulation import tabs, watch
from tests.simulation.holder import Holder
from tests.simulation.office import AFTER_COMMIT, BEFORE_COMMIT, STORE_FAULT, Crashed, problem
from tests.simulation.people import DAY_MS, NAME_OF
from tests.simulation.phone import Answer

if TYPE_CHECKING:
    from tests.simulation.world import World

NOTHING: Final = Answer(None)
PORTAL: Final = b"<!doctype html><title>Free Wi-Fi</title><p>Welcome. Press OK to go on.\n"
GATEWAY: Final = b"<html><h1>502 Bad Gateway</h1></html>"
_MINUTE_MS: Final = 60_000


@dataclass
class Letter:
    """A request on its way."""

    holder: Holder
    turn_no: int
    body: bytes
    who: Contact
    taken: bool = False
    take: Callable[[], None] = field(default=lambda: None)


class Net:
    """Between phones and office."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._fates: Mapping[str, Callable[[Letter], None]] = {
            "drop_request": self._drop_request, "drop_reply": self._drop_reply, "cut": self._cut,
            "cut_line": self._cut_line, "duplicate": self._duplicate, "late_copy": self._late_copy,
            "timed_out": self._timed_out, "slow": self._slow, "portal": self._fixed(Answer(200, PORTAL)),
            "gateway": self._fixed(Answer(502, GATEWAY)), "fault": self._fixed(Answer(500, problem("fault"))),
            "throttled": self._fixed(Answer(429, problem("slow_down"))), "after_gateway": self._after_gateway,
            "signed_out": self._sign_out, "other_person": self._other_person,
            "before_commit": self._trip(BEFORE_COMMIT), "after_commit": self._trip(AFTER_COMMIT),
            "store_fault": self._trip(STORE_FAULT), "after_head": self._stop_after(1),
            "after_results": self._stop_after(2),
        }  # fmt: skip
        self._names = sorted(self._fates)

    # --- A phone sends -----------------------------------------------------------------------------------------------

    def send(self, holder: Holder, body: bytes) -> None:
        """A request leaves a phone."""
        world = self._world
        world.tally.syncs += 1
        holder.asked_today += 1
        tabs.one_sends(world, holder)
        letter = Letter(holder, holder.turn_no, body, Contact(holder.person, holder.phone.device))
        fate = self._fate(holder)
        if world.traced:
            world.say_trace(holder.name, f"→ {_asked(body)}{'' if fate == 'fine' else f' [{fate}]'}")
        if fate == "offline":
            self._reply(letter, NOTHING, self._ms(10, 3_000))
        elif fate == "no_session":
            self._reply(letter, Answer(401, problem("signed_out")), self._ms(50, 2_000))
        elif fate == "fine":
            self._arrive(letter, self._ms(20, 1_500), lambda answer: self._reply(letter, answer, self._ms(20, 1_500)))
        else:
            world.tally.faults[fate] += 1
            self._fates[fate](letter)

    def _fate(self, holder: Holder) -> str:
        world, holder = self._world, holder.main or holder
        if world.now < holder.offline_until:
            return "offline"
        if holder.signed_out or world.now < holder.session_until:
            return "no_session"
        if world.peace or world.chance.random() >= world.plan.network:
            return "fine"
        return world.chance.choice(self._names)

    def _ms(self, low: int, high: int) -> int:
        return self._world.chance.randrange(low, min(high, 200) if self._world.peace else high)

    def _arrive(self, letter: Letter, ms: int, then: Callable[[Answer], None], trip: str | None = None) -> None:
        """The request reaches the office after that time; `then` is given what the office answers."""
        self._world.meanwhile.waiting.append(letter)

        def take() -> None:
            if not letter.taken:
                letter.taken = True
                self._world.meanwhile.waiting.remove(letter)
                then(self.served(letter, trip))

        letter.take = take
        self._world.after(ms, take)

    def _reply(self, letter: Letter, answer: Answer, ms: int) -> None:
        self._world.after(ms, lambda: self._world.reply(letter.holder, letter.turn_no, answer))

    # --- The office answers ------------------------------------------------------------------------------------------

    def served(self, letter: Letter, trip: str | None = None, lines: int | None = None) -> Answer:
        """What the office gives: all of it, or what came before its worker ended."""
        world = self._world
        worker = world.chance.randrange(2)
        world.office.trips.point = trip
        body, whole = b"", True
        try:
            status, given = world.office.answer(letter.body, letter.who, worker=worker)
            for number, line in enumerate(given):
                if lines is not None and number >= lines:
                    whole = False
                    break
                body += line
        except Crashed:
            status, whole = 200, False
        world.office.trips.point = None
        looked = watch.served(world, letter.holder, letter.who, status, body)
        answer = Answer(status if body or whole else None, body, whole, looked=looked)
        world.say_trace("office", f"{letter.holder.name}: {self.told(answer)}")
        return answer

    def at_once(self, holder: Holder, body: bytes, fate: str) -> Answer:
        """A request and its answer without time between them, for stories told by hand."""
        self._world.tally.syncs += 1
        if self._world.traced:
            self._world.say_trace(holder.name, f"→ {_asked(body)} [{fate}]")
        letter = Letter(holder, holder.turn_no, body, Contact(holder.person, holder.phone.device))
        if fate == "drop_request":
            return NOTHING
        if fate == "portal":
            return Answer(200, PORTAL)
        if fate == "other_person":
            letter.who = Contact(next(one for one in sorted(NAME_OF) if one != holder.person), holder.phone.device)
        lines = {"after_head": 1, "after_results": 2}.get(fate)
        trip = fate if fate in (BEFORE_COMMIT, AFTER_COMMIT, STORE_FAULT) else None
        answer = self.served(letter, trip, lines)
        answer = NOTHING if fate == "drop_reply" else answer
        holder.looked = answer.looked
        self._world.say_trace(holder.name, f"← {self.told(answer)}")
        return answer

    # --- Fates -------------------------------------------------------------------------------------------------------

    def _drop_request(self, letter: Letter) -> None:
        self._reply(letter, NOTHING, self._ms(1_000, _MINUTE_MS))

    def _drop_reply(self, letter: Letter) -> None:
        self._arrive(letter, self._ms(20, 3_000), lambda _: self._reply(letter, NOTHING, self._ms(1_000, _MINUTE_MS)))

    def _cut(self, letter: Letter) -> None:
        def cut(answer: Answer) -> None:
            end = self._world.chance.randrange(len(answer.body) + 1)
            self._reply(letter, Answer(answer.status, answer.body[:end], whole=False), self._ms(20, 3_000))

        self._arrive(letter, self._ms(20, 3_000), cut)

    def _cut_line(self, letter: Letter) -> None:
        """A middleman that ends an answer early and properly."""

        def cut(answer: Answer) -> None:
            lines = answer.body.splitlines(keepends=True)
            kept = b"".join(lines[: self._world.chance.randrange(len(lines) + 1)])
            self._reply(letter, Answer(answer.status, kept), self._ms(20, 3_000))

        self._arrive(letter, self._ms(20, 3_000), cut)

    def _duplicate(self, letter: Letter) -> None:
        """A browser that sends again by itself: both arrive, either answer comes."""
        answers: list[Answer] = []
        wanted = self._world.chance.randrange(2)

        def take(answer: Answer) -> None:
            answers.append(answer)
            if len(answers) == 2:
                self._reply(letter, answers[wanted], self._ms(20, 500))

        for _ in range(2):
            self._arrive(self._copy(letter), self._ms(20, 3_000), take)

    def _late_copy(self, letter: Letter) -> None:
        """Heard now, and once more when nobody thinks of it."""
        self._arrive(letter, self._ms(20, 1_500), lambda answer: self._reply(letter, answer, self._ms(20, 1_500)))
        self._arrive(self._copy(letter), self._ms(_MINUTE_MS, 3 * DAY_MS), _forget)

    def _timed_out(self, letter: Letter) -> None:
        """The phone gives up; the request arrives after all."""
        self._reply(letter, NOTHING, _MINUTE_MS)
        self._arrive(letter, self._ms(_MINUTE_MS, 30 * _MINUTE_MS), _forget)

    def _slow(self, letter: Letter) -> None:
        """Lines are made while the phone reads them, and others are served between."""
        letter.taken = True
        world = self._world

        def begin() -> None:
            status, given = world.office.answer(letter.body, letter.who, worker=0)
            self._pull(letter, status, given, b"")

        world.after(self._ms(20, 3_000), begin)

    def _pull(self, letter: Letter, status: int, given: Iterator[bytes], body: bytes) -> None:
        line = next(given, None)
        if line is None:
            self._reply(letter, Answer(status, body), 20)
        else:
            self._world.after(self._ms(50, 8_000), lambda: self._pull(letter, status, given, body + line))

    def _after_gateway(self, letter: Letter) -> None:
        """All was taken; a middleman says that it was not."""
        self._arrive(letter, self._ms(20, 3_000), lambda _: self._reply(letter, Answer(502, GATEWAY), 50))

    def _sign_out(self, letter: Letter) -> None:
        """The session is over; its person signs in again some time later."""
        letter.holder.session_until = self._world.now + self._ms(_MINUTE_MS, 240 * _MINUTE_MS)
        self._reply(letter, Answer(401, problem("signed_out")), 100)

    def _other_person(self, letter: Letter) -> None:
        """Somebody else is signed in on this device."""
        others = [person for person in sorted(NAME_OF) if person != letter.holder.person]
        letter.who = Contact(self._world.chance.choice(others), letter.holder.phone.device)
        self._arrive(letter, self._ms(20, 1_500), lambda answer: self._reply(letter, answer, self._ms(20, 1_500)))

    def _fixed(self, answer: Answer) -> Callable[[Letter], None]:
        return lambda letter: self._reply(letter, answer, self._ms(50, 3_000))

    def _trip(self, point: str) -> Callable[[Letter], None]:
        def fate(letter: Letter) -> None:
            self._arrive(letter, self._ms(20, 3_000), lambda answer: self._reply(letter, answer, 100), point)

        return fate

    def _stop_after(self, lines: int) -> Callable[[Letter], None]:
        """The worker ends when it has said so many lines."""

        def fate(letter: Letter) -> None:
            self._world.after(
                self._ms(20, 3_000), lambda: self._reply(letter, self.served(letter, lines=lines), self._ms(20, 500))
            )

        return fate

    @staticmethod
    def _copy(letter: Letter) -> Letter:
        return Letter(letter.holder, letter.turn_no, letter.body, letter.who)

    # --- For the trace -----------------------------------------------------------------------------------------------

    def told(self, answer: Answer) -> str:
        """What an answer says, on one line; empty when nobody reads it."""
        return _told(answer) if self._world.traced else ""


def _forget(_: Answer) -> None:
    """Nobody waits for this answer."""


def _asked(body: bytes) -> str:
    request = json.loads(body)
    push = request.get("push")
    if push is None:
        return f"sync, nothing to hand in ({len(body)} B)"
    count = sum(len(group["rows"]) for group in push["groups"])
    again = ", refill" if push.get("refill") else ""
    return f"sync, {count} ops from {push['from']} of {push['inc'][:8]}{again} ({len(body)} B)"


def _told(answer: Answer) -> str:
    if answer.status is None:
        return "nothing"
    parts = [str(answer.status)] if answer.status != 200 else []
    for line in answer.body.split(b"\n"):
        try:
            said = json.loads(line) if line else None
        except ValueError:
            said = {"": ""}
        if said is not None:
            parts.append(_told_line(said))
    return " · ".join(parts) + ("" if answer.whole else " · broken off")


def _told_line(said: dict[str, Any]) -> str:
    if "p" in said:
        error = said.get("error")
        code = f" {error['code']}" if error else ""
        return f"epoch {str(said.get('epoch'))[:8]} last_n {said.get('last_n', 0)}{code}"
    if "results" in said:
        return "results " + " ".join(_told_result(row) for row in said["results"])
    if "cursor" in said:
        rows = sum(len(table["rows"]) for table in said.get("rows", ()))
        return f"{rows} rows, {len(said.get('gone', ()))} gone, to {said['pos']}"
    return f"end, more={said.get('more')}" if "end" in said else "what is no line"


def _told_result(row: list[Any]) -> str:
    code = f" ({row[4]['code']})" if len(row) > 4 and isinstance(row[4], dict) else ""
    return f"{row[0]}:{row[1]}{code}@{row[3]}"
