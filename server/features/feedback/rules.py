"""Who may take which step with a feedback item.

Owns pure decisions, which the phone makes too (`client_pwa/src/features/feedback/rules.ts`); both run
`sync/vectors/feedback_rules.json`. No clock, no store and no network may enter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sync.operations import FEEDBACK_KINDS, FEEDBACK_SOURCES, SETTLEMENTS, URGENCIES
from sync.ports import Value
from sync.values import is_id

RAISER_ROLES: Final = ("cadre", "contact", "leader")
# A matter that belongs to the inspectorate is counted by whoever it was brought to.
REFERRER_ROLES: Final = ("cadre", "contact", "leader", "clerk", "supervisor")

# Step → the states it may start from.
#
#   (raise) ▶ new ──own──▶ owned ──answer──▶ answered ──confirm──▶ confirmed
#              │            ▲ └ own, extend, set_due ┘ │
#              │            └─────────reopen───────────┘
#              ├──explain──▶ confirmed
#              └──split──▶ confirmed, and each part (raise) ▶ new     link: stays new, and takes no other step meanwhile
STEPS: Final[Mapping[str, frozenset[str]]] = {
    "explain": frozenset({"new"}),
    "own": frozenset({"new", "owned"}),
    "message": frozenset({"new", "owned", "answered", "confirmed"}),
    "answer": frozenset({"owned"}),
    "confirm": frozenset({"answered"}),
    "reopen": frozenset({"answered"}),
    "ask_extension": frozenset({"owned"}),
    "extend": frozenset({"owned"}),
    "set_due": frozenset({"new", "owned"}),
    "split": frozenset({"new", "owned"}),
    "link": frozenset({"new", "owned"}),
    "unlink": frozenset({"new"}),
    "move": frozenset({"new", "owned", "answered"}),
}
# Steps that answer to one round of the exchange: another round than the one that was read is stale.
ROUND_STEPS: Final = frozenset({"answer", "confirm", "reopen"})
# What may be done with an item while another of the same matter answers for it.
_WHILE_LINKED: Final = frozenset({"message", "unlink", "move"})
PARTS_MIN: Final = 2


@dataclass(frozen=True, slots=True)
class Item:
    """What of an item its next step depends on. Days are civil days."""

    status: str
    round: int
    owner: str | None = None
    due: str | None = None
    asked_until: str | None = None
    raised_day: str = ""
    # Whether another item of the same matter answers for it, and whether it answers for others.
    is_linked: bool = False
    has_linked: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes the step: the role it is done in, and how the person stands to the item today."""

    role: str
    raised_it: bool = False
    is_contact: bool = False
    unit_has_contact: bool = False
    works_for_owner: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step and what it says. `name` is the op's kind without its `feedback.`"""

    name: str
    round: int | None = None
    text: str | None = None
    outcome: str | None = None
    due: str | None = None
    until: str | None = None


class Refusal(NamedTuple):
    """Why a step is not taken: a code of the catalogue (`stale`: someone was faster) and the field to look at."""

    code: str
    field: str | None = None


def check_step(step: Step, item: Item, actor: Actor) -> Refusal | None:
    """Why this person may not take this step with the item as it is now; None when he may."""
    if step.name == "extend" and _grants_himself(actor):
        return Refusal("own_extension")
    if not _MAY[step.name](item, actor) or not _stands_alone(step.name, item):
        return Refusal("not_allowed")
    if step.round is not None and step.round != item.round:
        return Refusal("stale")
    if item.status not in STEPS[step.name]:
        return Refusal("stale" if step.name in ROUND_STEPS else "not_allowed")
    return _check_words(step, item) or _check_dates(step, item, actor)


def check_raised(fields: Mapping[str, Value]) -> list[Refusal]:
    """Everything that keeps a new item from being raised, in the order of the form."""
    problems = [
        Refusal("missing", name) for name in ("unit", "kind", "theme", "urgency", "matter") if _blank(fields, name)
    ]
    known = {"kind": FEEDBACK_KINDS, "urgency": URGENCIES, "source": FEEDBACK_SOURCES}
    return problems + [
        Refusal("unknown_code", name) for name, codes in known.items() if fields.get(name) and fields[name] not in codes
    ]


def check_parts(parts: Sequence[Mapping[str, Value]]) -> Refusal | None:
    """Why an item cannot be split into these: ids, texts, kinds, themes and urgencies, as a new item needs them."""
    if len(parts) < PARTS_MIN:
        return Refusal("missing", "parts")
    if len({part.get("id") for part in parts}) < len(parts) or not all(is_id(part.get("id")) for part in parts):
        return Refusal("wrong_type", "parts")
    for part in parts:
        for name in ("text", "kind", "theme", "urgency"):
            if _blank(part, name):
                return Refusal("missing", name)
        if part["kind"] not in FEEDBACK_KINDS or part["urgency"] not in URGENCIES:
            return Refusal("unknown_code", "kind" if part["kind"] not in FEEDBACK_KINDS else "urgency")
    return None


def check_original(original: Item, *, is_itself: bool) -> Refusal | None:
    """Why an item cannot be linked to this one: it is the same, linked itself, or no longer open."""
    if is_itself or original.is_linked:
        return Refusal("not_allowed", "original")
    return Refusal("already_done", "original") if original.status == "confirmed" else None


def source_of(role: str) -> str:
    """Where a matter comes from when nobody said: a commune's contact speaks for it, others have seen it."""
    return "commune" if role == "contact" else "monitor"


def feedback_number(running: int) -> str:
    """What the office calls the item: `PA-015`."""
    return f"PA-{running:03d}"


def _may_own(item: Item, actor: Actor) -> bool:
    return actor.role == "clerk" or (_is_owner(item, actor) and item.status == "owned")


def _is_clerk(_item: Item, actor: Actor) -> bool:
    return actor.role == "clerk"


def _stands_alone(step: str, item: Item) -> bool:
    """Whether the item's links allow the step: what is linked waits, what others wait for stays what it is."""
    if step == "unlink":
        return item.is_linked
    if item.is_linked and step not in _WHILE_LINKED:
        return False
    return not (item.has_linked and step in ("split", "link"))


def _is_owner(_item: Item, actor: Actor) -> bool:
    return actor.role == "agency" and actor.works_for_owner


def _grants_himself(actor: Actor) -> bool:
    # More time is granted by someone other than the desk that asks for it, as reports are judged by another.
    return actor.role == "supervisor" and actor.works_for_owner


def _may_close(_item: Item, actor: Actor) -> bool:
    # The handler never closes its own item, in whatever other role.
    if actor.works_for_owner:
        return False
    if actor.unit_has_contact:
        return actor.role == "contact" and actor.is_contact
    return actor.raised_it


_MAY: Final[Mapping[str, Callable[[Item, Actor], bool]]] = {
    "explain": lambda _item, actor: actor.raised_it,
    "own": _may_own,
    "message": lambda _item, _actor: True,
    "answer": _is_owner,
    "confirm": _may_close,
    "reopen": _may_close,
    "ask_extension": _is_owner,
    "extend": lambda _item, actor: actor.role == "supervisor",
    "set_due": _is_clerk,
    "split": _is_clerk,
    "link": _is_clerk,
    "unlink": _is_clerk,
    "move": _is_clerk,
}
_REASONED: Final = frozenset({"reopen", "ask_extension", "extend", "set_due", "unlink"})


def _check_words(step: Step, item: Item) -> Refusal | None:
    if step.name == "answer" and step.outcome not in SETTLEMENTS:
        return Refusal("unknown_code", "outcome")
    if (step.text or "").strip():
        return None
    handing_over = step.name == "own" and item.status == "owned"
    if step.name in _REASONED or handing_over or step.outcome == "refused":
        return Refusal("reason_required", "text")
    return Refusal("missing", "text") if step.name in ("explain", "message", "answer") else None


def _check_dates(step: Step, item: Item, actor: Actor) -> Refusal | None:
    if step.due is not None and actor.role != "clerk":
        return Refusal("not_allowed", "due")
    if step.due is not None and step.due < item.raised_day:
        return Refusal("end_before_start", "due")
    if step.name == "extend" and item.asked_until is None:
        return Refusal("not_allowed")
    if step.until is not None and step.until <= (item.due or ""):
        return Refusal("end_before_start", "until")
    return None


def _blank(fields: Mapping[str, Value], name: str) -> bool:
    value = fields.get(name)
    return value is None or (isinstance(value, str) and not value.strip())
