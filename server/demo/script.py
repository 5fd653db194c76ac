"""The stories of the files as the operations that phones sent, in the order in which the server got them.

Owns what each step says on the wire, and what its author's device had seen before it. Pure: no clock, chance or store.

    visits, feedback, today, duty, exchange .toml ──▶ Send, Send, Send … by time of arrival ──▶ seed
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from server.demo.ids import made_id, record_id
from server.demo.invited import invited
from server.demo.material import (
    Answered,
    Approved,
    Confirmed,
    DueSet,
    DutyAct,
    Event,
    ExchangeAct,
    Extended,
    ExtensionAsked,
    Item,
    Material,
    Owned,
    Raised,
    Referred,
    Reopened,
    Returned,
    Said,
    Saved,
    Settled,
    Submitted,
    Visit,
    instant_ms,
)
from server.demo.measured import Told, measured
from server.features.duty.periods import closing_id
from sync.ports import Value


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph taken on a visit; `name` is what is written in its corner."""

    id: str
    visit: str
    scene: str
    name: str


@dataclass(frozen=True, slots=True)
class Send:
    """One operation, from one device of one person. Instants are ms since 1970.

    `seen`: what stood in the fields of `set` on the screen; an absent field was empty. `settles`: the field whose
    conflict on record `id` is settled; the server made that conflict's id, so the seed looks it up.
    """

    person: str
    device: str
    role: str
    kind: str
    id: str
    at_ms: int
    arrived_ms: int
    args: Mapping[str, Value] = field(default_factory=dict)
    set: Mapping[str, Value] = field(default_factory=dict)
    seen: Mapping[str, Value] = field(default_factory=dict)
    add: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()
    settles: str | None = None


def write_script(material: Material) -> list[Send]:
    """Everything that phones sent, by time of arrival; what arrived together keeps the order of the files."""
    sends = [send for visit in material.visits for send in _visit_sends(visit)]
    sends += [send for item in material.items for send in _item_sends(item)]
    sends += list(_duty_sends(material.duty))
    sends += [_measured_send(told) for told in (*measured(), *invited())]
    sends += list(_exchange_sends(material.exchange))
    return sorted(sends, key=lambda send: send.arrived_ms)


# --- Visits ----------------------------------------------------------------------------------------------------------


def _visit_sends(visit: Visit) -> Iterator[Send]:
    telling = _Telling(visit)
    for step in visit.story:
        yield telling.send(step)


class _Telling:
    """One visit's story so far: the round, and the words that its writer's phone has in front of it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._id = record_id("visit", visit.number)
        self._final = _final_words(visit)
        self._known: dict[str, Value] = {}
        self._round = 0

    def send(self, step: Saved | Settled | Submitted | Returned | Approved) -> Send:
        match step:
            case Saved():
                return self._saved(step)
            case Settled():
                self._known[step.field] = self._final[step.field]
                args = {"choice": step.choice, "value": self._final[step.field]}
                return self._by_writer(step, "conflict.settle", args=args, settles=step.field)
            case Submitted():
                return self._submitted(step)
            case Returned():
                return self._judged(step, "return", [[name, text] for name, text in step.sections.items()])
            case Approved():
                return self._judged(step, "approve", [])

    def _saved(self, step: Saved) -> Send:
        words = {name: self._final[name] for name in step.fields} | _coded(step.set)
        seen = {} if step.unseen else {name: self._known.get(name) for name in words}
        if not step.unseen:
            self._known |= words
        return self._by_writer(step, "draft.save", device=step.device, words=words, seen=seen)

    def _submitted(self, step: Submitted) -> Send:
        words = {**self._final, **_coded(step.set)}
        changed = {name: value for name, value in words.items() if self._known.get(name) != value}
        seen = {name: self._known.get(name) for name in changed}
        self._known |= words
        self._round += 1
        first = self._round == 1
        return self._by_writer(
            step,
            "visit.submit",
            args={"round": self._round},
            words=changed,
            seen=seen,
            add=_children(self._visit, self._id, step.at) if first else {},
            photos=_photos(self._visit, self._id, step.at) if first else (),
        )

    def _by_writer(
        self,
        step: Saved | Settled | Submitted,
        kind: str,
        *,
        device: str = "phone",
        args: Mapping[str, Value] | None = None,
        words: Mapping[str, Value] | None = None,
        seen: Mapping[str, Value] | None = None,
        add: Mapping[str, Sequence[Value]] | None = None,
        photos: tuple[Photo, ...] = (),
        settles: str | None = None,
    ) -> Send:
        return Send(
            person=record_id("person", self._visit.author),
            device=device,
            role="cadre",
            kind=kind,
            id=self._id,
            at_ms=instant_ms(step.at),
            arrived_ms=instant_ms(step.arrived),
            args=args or {},
            set=words or {},
            seen=seen or {},
            add=add or {},
            photos=photos,
            settles=settles,
        )

    def _judged(self, step: Returned | Approved, decision: str, sections: Sequence[Value]) -> Send:
        review = made_id(instant_ms(step.at), f"review:{self._visit.number}:{self._round}")
        return Send(
            person=record_id("person", step.by),
            device="phone",
            role="supervisor",
            kind=f"visit.{decision}",
            id=self._id,
            at_ms=instant_ms(step.at),
            arrived_ms=instant_ms(step.arrived),
            args={"round": self._round, "review": review, "comment": step.comment, "sections": sections},
        )


def _final_words(visit: Visit) -> dict[str, Value]:
    words: dict[str, Value] = {
        "unit": record_id("unit", visit.unit),
        "kind": visit.kind,
        "starts": visit.starts,
        "ends": visit.ends or visit.starts,
        "findings": visit.findings,
        "difficulties": visit.difficulties,
        "recommendations": visit.recommendations,
        "proposals": visit.proposals,
    }
    if visit.village:
        words["village"] = visit.village
    if visit.attendance:
        words |= {"attendance_due": visit.attendance.due, "attendance_present": visit.attendance.present}
    return words


def _coded(words: Mapping[str, str]) -> dict[str, Value]:
    """Words of a file as they stand on the wire: a unit by its id, all others as they are."""
    return {name: record_id("unit", value) if name == "unit" else value for name, value in words.items()}


def _children(visit: Visit, id: str, at: str) -> dict[str, Sequence[Value]]:
    made: dict[str, Sequence[Value]] = {
        "commitments": [
            [made_id(instant_ms(at), f"{id}:commitment:{n}"), each.text, each.due]
            for n, each in enumerate(visit.commitments)
        ],
        "companions": [record_id("person", code) for code in visit.companions],
    }
    return {name: values for name, values in made.items() if values}


def _photos(visit: Visit, id: str, at: str) -> tuple[Photo, ...]:
    return tuple(
        Photo(made_id(instant_ms(at), f"{id}:photo:{n}"), id, scene, f"{visit.number} / {n}")
        for n, scene in enumerate(visit.photos, start=1)
    )


# --- Duty ------------------------------------------------------------------------------------------------------------

# Which values of an act are codes of the files, and of what.
_CODES: Final = {"unit": "unit", "units": "unit", "person": "person", "assignment": "assignment"}


def _duty_sends(acts: Sequence[DutyAct]) -> Iterator[Send]:
    """A clerk's acts. A period's step names how often the period had changed before."""
    steps: dict[str, int] = {}
    for act in acts:
        closing = act.kind.startswith("closing.")
        args = {name: _identified(name, value) for name, value in act.says.items()}
        if closing:
            entry = made_id(instant_ms(act.at), f"{act.code}:{act.kind}")
            args |= {"entry": entry, "period": act.code, "round": steps.get(act.code, 0)}
            args |= {"text": act.text} if act.text else {}
            steps[act.code] = steps.get(act.code, 0) + 1
        yield Send(
            person=record_id("person", act.by),
            device="phone",
            role="clerk",
            kind=act.kind,
            id=closing_id(act.code) if closing else record_id("duty", act.code),
            at_ms=instant_ms(act.at),
            arrived_ms=instant_ms(act.at),
            args=args,
        )


def _identified(name: str, value: str | int | list[str]) -> Value:
    kind = _CODES.get(name)
    if kind is None or isinstance(value, int):
        return value
    return record_id(kind, value) if isinstance(value, str) else [record_id(kind, each) for each in value]


# --- Tasks and indicators --------------------------------------------------------------------------------------------


def _measured_send(told: Told) -> Send:
    return Send(
        person=record_id("person", told.person),
        device="phone",
        role=told.role,
        kind=told.kind,
        id=told.id,
        at_ms=told.at_ms,
        arrived_ms=told.at_ms,
        args=told.args,
    )


# --- The exchange ----------------------------------------------------------------------------------------------------

# Which words of an act are codes of the files, and of what.
_NAMED: Final = {"unit": "unit", "theme": "theme", "owner": "agency", "original": "feedback", "visit": "visit"}


def _exchange_sends(acts: Sequence[ExchangeAct]) -> Iterator[Send]:
    for act in acts:
        at, entity = instant_ms(act.at), act.kind.split(".")[0]
        args: dict[str, Value] = dict(_named(act.says))
        if entity == "feedback":
            args["entry"] = made_id(at, f"{act.about}:{act.kind}")
        if act.parts:
            args["parts"] = [
                [record_id("feedback", part.number), part.text, part.kind, record_id("theme", part.theme), part.urgency]
                for part in act.parts
            ]
        yield Send(
            person=record_id("person", act.by),
            device="phone",
            role=act.role,
            kind=act.kind,
            id=record_id(entity, act.about),
            at_ms=at,
            arrived_ms=at,
            args=args,
            set=_named(act.set),
        )


def _named(words: Mapping[str, str | int]) -> dict[str, Value]:
    return {
        name: record_id(_NAMED[name], value) if name in _NAMED and isinstance(value, str) else value
        for name, value in words.items()
    }


# --- Matters ---------------------------------------------------------------------------------------------------------


def _item_sends(item: Item) -> Iterator[Send]:
    id, round_ = record_id("feedback", item.number), 1
    for n, event in enumerate(item.events):
        entry = made_id(instant_ms(event.at), f"{item.number}:{n}")
        yield Send(
            person=record_id("person", event.by),
            device="phone",
            role=event.role,
            kind=f"feedback.{_NAMES[type(event)]}",
            id=id,
            at_ms=instant_ms(event.at),
            arrived_ms=instant_ms(event.arrived),
            args={"entry": entry, **_said(event, round_), **_place(event, item)},
            set=_matter(item) if isinstance(event, Raised) else {},
        )
        round_ += isinstance(event, Reopened)


_NAMES: Final[Mapping[type[Event], str]] = {
    Raised: "raise",
    Referred: "refer",
    Owned: "own",
    Said: "message",
    Answered: "answer",
    Confirmed: "confirm",
    Reopened: "reopen",
    ExtensionAsked: "ask_extension",
    Extended: "extend",
    DueSet: "set_due",
}


def _said(event: Event, round_: int) -> dict[str, Value]:
    match event:
        case Raised() | Referred():
            return {}
        case Owned():
            return {"owner": record_id("agency", event.owner), "due": event.due, "text": event.text}
        case Answered():
            return {"round": round_, "outcome": event.outcome, "text": event.text}
        case Confirmed() | Reopened():
            return {"round": round_, "text": event.text}
        case ExtensionAsked() | Extended():
            return {"until": event.until, "text": event.text}
        case DueSet():
            return {"due": event.due, "text": event.text}
        case Said():
            return {"text": event.text}


def _place(event: Event, item: Item) -> dict[str, Value]:
    return {"unit": record_id("unit", item.unit)} if isinstance(event, Referred) else {}


def _matter(item: Item) -> dict[str, Value]:
    fields: dict[str, Value] = {
        "unit": record_id("unit", item.unit),
        "kind": item.kind,
        "theme": record_id("theme", item.theme or ""),
        "urgency": item.urgency,
        "source": item.source,
        "matter": item.matter,
    }
    return fields | ({"visit": record_id("visit", item.visit)} if item.visit else {})
