"""What people do with the product: one act at a time, from what their phone shows them.

Owns people's habits. Most of what they do is right; some comes too late, twice, or makes no sense. Nothing of the
product's rules is asked here: a phone that shows an old state makes its person do what is out of date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from server.days import add_days
from sync.operations import FEEDBACK_KINDS, SETTLEMENTS, URGENCIES, VISIT_KINDS
from sync.ports import Fields, Value
from sync.values import items_of, text_of
from tests.factories import id_of
from tests.simulation.office import uuid_of
from tests.simulation.people import AGENCIES, COMMUNES, ROLES, THEMES
from tests.simulation.phone import Said, SimPhone

_WORDS: Final = ("findings", "difficulties", "proposals", "recommendations")
# How many of the latest matters people still have in mind.
_RECENT: Final = 14
_NAME_OF: Final = {id_of(name): name for name in ROLES}


@dataclass
class Scene:
    """What everyone may know of: ids, not contents."""

    chance: Random
    today: str = ""
    visits: dict[str, list[str]] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    feedback: list[str] = field(default_factory=list)
    refused: dict[str, Said] = field(default_factory=dict)
    # Ids of tasks, invitations, instruments, by kind.
    made: dict[str, list[str]] = field(default_factory=dict)
    marks: int = 0

    def new_id(self) -> str:
        """A new UUID."""
        return uuid_of(self.chance)

    def mark(self) -> str:
        """Words that were never said before."""
        self.marks += 1
        return f"[t{self.marks}]"


@dataclass(frozen=True, slots=True)
class Hand:
    """A person with a phone in his hand, at an instant of the phone's clock."""

    phone: SimPhone
    person: str
    role: str
    at: int


Act = Callable[[Scene, Hand], Said | None]
# By role: what its people do, and how often.
Habits = Mapping[str, Sequence[tuple[Act, float]]]


def next_act(scene: Scene, hand: Hand, habits: Habits) -> Said | None:
    """What this person does now, by these habits; None when there is nothing that he could do."""
    acts = habits[hand.role]
    return scene.chance.choices([act for act, _ in acts], [weight for _, weight in acts])[0](scene, hand)


def said_of(scene: Scene, hand: Hand, kind: str, id: str, **more: Any) -> Said:
    """Something of this kind, said by this person now."""
    return Said(scene.new_id(), kind, id, hand.role, hand.at, **more)


# --- Visits ----------------------------------------------------------------------------------------------------------


def _own_visit(scene: Scene, hand: Hand) -> str | None:
    mine = scene.visits.get(hand.person, [])
    return scene.chance.choice(mine[-6:]) if mine else None


def _edit(scene: Scene, hand: Hand) -> Said | None:
    """Write something into a draft, or begin one."""
    id = _own_visit(scene, hand)
    if id is None or scene.chance.random() < 0.25:
        id = scene.new_id()
        scene.visits.setdefault(hand.person, []).append(id)
    shown = hand.phone.words(id) or hand.phone.shown("report", id) or {}
    return said_of(scene, hand, "draft.save", id, **_words(scene, shown))


def _words(scene: Scene, shown: Fields) -> dict[str, Any]:
    """Some new words for a visit that looks like this, and what is taken out."""
    chance = scene.chance
    values: dict[str, Value] = {}
    for name in chance.sample(_WORDS, chance.choice((0, 1, 1, 2))):
        values[name] = _rewritten(scene, str(shown.get(name) or ""))
    if not values or chance.random() < 0.3:
        values |= chance.choice(_PLACES)(scene, shown)
    # Nobody writes into what he takes out in the same moment.
    taken_out = chance.random() < 0.05 and not any("/" in place for place in values)
    return {"values": values, "dels": _taken_out(scene, shown) if taken_out else {}}


def _rewritten(scene: Scene, text: str) -> str:
    """The text with something said at its end, at its beginning, inside, or instead of it."""
    new = f"Nói thêm {scene.mark()} ở đây."
    how = scene.chance.random()
    if not text or how < 0.12:
        return new
    if how < 0.62:
        return f"{text}\n\n{new}"
    if how < 0.82:
        return f"{new}\n\n{text}"
    return text.replace(" ở đây.", f" ở đây {scene.mark()} nữa.", 1)


def _village(scene: Scene, _shown: Fields) -> dict[str, Value]:
    return {"village": f"Thôn {scene.mark()}"}


def _attendance(scene: Scene, _shown: Fields) -> dict[str, Value]:
    due = scene.chance.randrange(5, 60)
    return {"attendance_due": due, "attendance_present": scene.chance.randrange(1, due + 1)}


def _dates(scene: Scene, _shown: Fields) -> dict[str, Value]:
    day = add_days(scene.today, -scene.chance.randrange(5))
    return {"starts": day, "ends": day}


def _commitment(scene: Scene, shown: Fields) -> dict[str, Value]:
    items = items_of(shown.get("commitments"))
    if items and scene.chance.random() < 0.4:
        item = scene.chance.choice(items)
        return {f"commitments/{item[0]}/text": f"Hứa {scene.mark()}"}
    return {"commitments": [[scene.new_id(), f"Hứa {scene.mark()}", None]]}


def _companion(scene: Scene, _shown: Fields) -> dict[str, Value]:
    return {"companions": [id_of(scene.chance.choice(sorted(ROLES)))]}


def _unit(scene: Scene, _shown: Fields) -> dict[str, Value]:
    return {"unit": id_of(scene.chance.choice(COMMUNES))}


_PLACES: Final = (_village, _village, _attendance, _dates, _commitment, _commitment, _companion, _unit)


def _taken_out(scene: Scene, shown: Fields) -> dict[str, list[str]]:
    items = items_of(shown.get("commitments"))
    return {"commitments": [text_of(scene.chance.choice(items)[0])]} if items else {}


def _submit(scene: Scene, hand: Hand) -> Said | None:
    id = _own_visit(scene, hand)
    if id is None:
        return _edit(scene, hand)
    draft, visit = hand.phone.shown("draft", id), hand.phone.shown("visit", id)
    if draft is None:
        return None
    words = _words(scene, draft)
    home = ROLES[_NAME_OF[hand.person]][1]
    unit = id_of(home if home in COMMUNES else scene.chance.choice(COMMUNES))
    for name, value in {"unit": unit, "kind": scene.chance.choice(VISIT_KINDS), "findings": scene.mark()}.items():
        if not draft.get(name):
            words["values"].setdefault(name, value)
    if not draft.get("starts"):
        words["values"] |= _dates(scene, draft)
    if id not in scene.sent:
        scene.sent.append(id)
    round_ = int(str((visit or {}).get("round") or 0)) + 1
    return said_of(scene, hand, "visit.submit", id, args={"round": round_}, **words)


def _withdraw(scene: Scene, hand: Hand) -> Said | None:
    id = _own_visit(scene, hand)
    visit = hand.phone.shown("visit", id) if id else None
    if id is None or visit is None or visit.get("status") != "sent":
        return None
    return said_of(scene, hand, "visit.withdraw", id, args={"round": visit["round"]})


def _delete(scene: Scene, hand: Hand) -> Said | None:
    id = _own_visit(scene, hand)
    if id is None or hand.phone.shown("draft", id) is None:
        return None
    return said_of(scene, hand, "draft.delete", id, seen=True)


def _restore(scene: Scene, hand: Hand) -> Said | None:
    for id in reversed(scene.visits.get(hand.person, [])):
        draft = hand.phone.shown("draft", id)
        if draft is not None and draft.get("deleted"):
            return said_of(scene, hand, "draft.restore", id)
    return None


def _late_edit(scene: Scene, hand: Hand) -> Said | None:
    """Go on writing in a visit that was sent: another phone of the same person did not know."""
    sent = [id for id in scene.visits.get(hand.person, []) if id in scene.sent]
    if not sent:
        return None
    id = scene.chance.choice(sent[-5:])
    shown = hand.phone.words(id) or {}
    return said_of(scene, hand, "draft.save", id, **_words(scene, shown))


# --- Reviews ---------------------------------------------------------------------------------------------------------


def visit_shown(scene: Scene, hand: Hand) -> tuple[str, Mapping[str, Value]] | None:
    """A visit that this phone shows, mostly one that waits for an answer."""
    for id in scene.chance.sample(scene.sent[-_RECENT:], min(4, len(scene.sent[-_RECENT:]))):
        visit = hand.phone.shown("visit", id)
        if visit is not None and (visit.get("status") == "sent" or scene.chance.random() < 0.1):
            return id, visit
    return None


def _begin(scene: Scene, hand: Hand) -> Said | None:
    found = visit_shown(scene, hand)
    return said_of(scene, hand, "visit.begin_review", found[0], args={"round": found[1]["round"]}) if found else None


def _decide(kind: str) -> Act:
    def act(scene: Scene, hand: Hand) -> Said | None:
        found = visit_shown(scene, hand)
        if found is None:
            return None
        comment = f"Nhận xét {scene.mark()}" if kind == "visit.return" or scene.chance.random() < 0.5 else None
        args: dict[str, Value] = {"round": found[1]["round"], "review": scene.new_id()}
        return said_of(scene, hand, kind, found[0], args=args | ({"comment": comment} if comment else {}))

    return act


# --- Feedback --------------------------------------------------------------------------------------------------------


def _raise(scene: Scene, hand: Hand) -> Said:
    home = ROLES[_NAME_OF[hand.person]][1]
    unit = home if home in COMMUNES and scene.chance.random() < 0.95 else scene.chance.choice(COMMUNES)
    id, chance = scene.new_id(), scene.chance
    scene.feedback.append(id)
    values: dict[str, Value] = {
        "unit": id_of(unit), "kind": chance.choice(FEEDBACK_KINDS), "theme": id_of(chance.choice(THEMES)),
        "urgency": chance.choice(URGENCIES), "matter": f"Kiến nghị {scene.mark()}",
    }  # fmt: skip
    return said_of(scene, hand, "feedback.raise", id, args={"entry": scene.new_id()}, values=values)


def _refer(scene: Scene, hand: Hand) -> Said:
    args: dict[str, Value] = {"entry": scene.new_id(), "unit": id_of(scene.chance.choice(COMMUNES))}
    return said_of(scene, hand, "feedback.refer", scene.new_id(), args=args)


def item_shown(scene: Scene, hand: Hand, *states: str) -> tuple[str, Mapping[str, Value]] | None:
    """An item that this phone shows, mostly in one of these states."""
    for id in scene.chance.sample(scene.feedback[-_RECENT:], min(5, len(scene.feedback[-_RECENT:]))):
        item = hand.phone.shown("feedback", id)
        if item is not None and (item.get("status") in states or scene.chance.random() < 0.1):
            return id, item
    return None


def _step(name: str, *states: str, **said: Callable[[Scene, Mapping[str, Value]], Value]) -> Act:
    def act(scene: Scene, hand: Hand) -> Said | None:
        found = item_shown(scene, hand, *states)
        if found is None:
            return None
        id, item = found
        args: dict[str, Value] = {"entry": scene.new_id(), "text": f"Lời {scene.mark()}"}
        args |= {name: make(scene, item) for name, make in said.items()}
        return said_of(scene, hand, f"feedback.{name}", id, args=args)

    return act


def _round(_scene: Scene, item: Mapping[str, Value]) -> Value:
    return item.get("round") or 1


def _agency(scene: Scene, _item: Mapping[str, Value]) -> Value:
    return id_of(scene.chance.choice(AGENCIES))


def _settlement(scene: Scene, _item: Mapping[str, Value]) -> Value:
    return scene.chance.choice(SETTLEMENTS)


def _later(scene: Scene, item: Mapping[str, Value]) -> Value:
    return add_days(str(item.get("due") or scene.today), scene.chance.randrange(1, 20))


_explain = _step("explain", "new")
_own = _step("own", "new", owner=_agency)
_hand_over = _step("own", "owned", owner=_agency)
_message = _step("message", "new", "owned", "answered")
_answer = _step("answer", "owned", round=_round, outcome=_settlement)
_confirm = _step("confirm", "answered", round=_round)
_reopen = _step("reopen", "answered", round=_round)
_ask = _step("ask_extension", "owned", until=_later)
_extend = _step("extend", "owned", until=_later)
_set_due = _step("set_due", "new", "owned", due=_later)


# --- What needs a person ---------------------------------------------------------------------------------------------


def _settle(scene: Scene, hand: Hand) -> Said | None:
    rows = hand.phone.rows()
    open_ = sorted(
        id for (entity, id), (_, body) in rows.items() if entity == "conflict" and body.get("state") == "open"
    )
    if not open_:
        return None
    choice = scene.chance.choice(("mine", "theirs", "both"))
    return said_of(scene, hand, "conflict.settle", scene.chance.choice(open_), args={"choice": choice})


def _resend(scene: Scene, hand: Hand) -> Said | None:
    """Send a refused operation again, as it should have been."""
    outcomes = hand.phone.outcomes()
    old = next((scene.refused[one] for one in sorted(outcomes) if one in scene.refused), None)
    if old is None or outcomes[old.op_id] != "quarantined":
        return None
    del scene.refused[old.op_id]
    values = {**old.values, **(_dates(scene, {}) if "starts" in old.values else {})}
    return said_of(scene, hand, old.kind, old.id, args=old.args, values=values, supersedes=(old.op_id,))


_WRITER: Final = (
    (_edit, 9), (_submit, 5), (_withdraw, 1), (_delete, 1), (_restore, 1), (_late_edit, 1), (_raise, 2),
    (_message, 1), (_explain, 1), (_settle, 2), (_resend, 1), (_refer, 0.3),
)  # fmt: skip
_JUDGE: Final = (
    (_begin, 2), (_decide("visit.return"), 3), (_decide("visit.approve"), 3), (_extend, 1), (_message, 1), (_settle, 2),
)  # fmt: skip
HABITS: Final[Mapping[str, tuple[tuple[Act, float], ...]]] = {
    "cadre": _WRITER,
    "leader": _WRITER,
    "contact": ((_raise, 4), (_message, 2), (_confirm, 3), (_reopen, 2), (_explain, 1), (_settle, 1), (_refer, 0.5)),
    "supervisor": _JUDGE,
    "clerk": ((_own, 4), (_hand_over, 1), (_set_due, 1), (_message, 1), (_refer, 1), (_settle, 1)),
    "agency": ((_answer, 5), (_hand_over, 1), (_ask, 2), (_message, 2), (_settle, 1)),
}
