"""What people do with the systems beside reports and items: books of duty, tasks, figures, invitations, joint records.

Owns these habits, as `acts` owns those of every day: from what a phone shows, sometimes too late, twice or without
sense. Nothing of the product's rules is asked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.days import add_days
from server.features.duty.periods import closing_id
from sync.operations import FEEDBACK_KINDS, URGENCIES, VISIT_KINDS
from sync.ports import Value
from sync.values import items_of
from tests.factories import id_of
from tests.simulation.acts import Act, Hand, Scene, item_shown, said_of, visit_shown
from tests.simulation.people import COMMUNES, INDICATOR, NAME_OF, NEAR, PROVINCE, ROLES, THEMES
from tests.simulation.phone import Said

PERIOD: Final = "2024-05"
_CADRES: Final = ("an", "binh", "chau")
_STANCES: Final = ("acknowledged", "annotated", "disputed")
_RECENT: Final = 8


def _shown(scene: Scene, hand: Hand, entity: str) -> tuple[str, Mapping[str, Value]] | None:
    """One of the latest of a kind that this phone shows."""
    ids = scene.made.get(entity, [])[-_RECENT:]
    found = [(id, body) for id in ids if (body := hand.phone.shown(entity, id)) is not None]
    return scene.chance.choice(found) if found else None


def _made(scene: Scene, entity: str) -> str:
    id = scene.new_id()
    scene.made.setdefault(entity, []).append(id)
    return id


def _span(scene: Scene, days: int = 9) -> dict[str, Value]:
    starts = add_days(scene.today, scene.chance.randrange(-days, days))
    return {"starts": starts, "ends": add_days(starts, scene.chance.randrange(5))}


def _place(scene: Scene, hand: Hand) -> str:
    """Mostly the commune of whoever has one, else any."""
    home = ROLES[NAME_OF[hand.person]][1]
    return id_of(home if home in COMMUNES and scene.chance.random() < 0.9 else scene.chance.choice(COMMUNES))


def _round(body: Mapping[str, Value]) -> int:
    return int(str(body.get("round") or 0))


# --- Duty ------------------------------------------------------------------------------------------------------------


def _book(entity: str) -> Act:
    """Write one instrument of the books of duty: a new one, or another that stands there."""

    def act(scene: Scene, hand: Hand) -> Said:
        found = _shown(scene, hand, entity) if scene.chance.random() < 0.4 else None
        id = found[0] if found else _made(scene, entity)
        return said_of(scene, hand, f"{entity}.set", id, args=_INSTRUMENTS[entity](scene))

    return act


def _cadence(scene: Scene) -> dict[str, Value]:
    units: list[Value] = [id_of(scene.chance.choice((PROVINCE, NEAR, *COMMUNES)))]
    return {
        "for_role": scene.chance.choice(("cadre", "leader")), "units": units, "starts": "2024-01-01",
        "every_months": scene.chance.choice((1, 3)), "decision": scene.mark(),
    }  # fmt: skip


def _leave(scene: Scene) -> dict[str, Value]:
    return {"person": id_of(scene.chance.choice(_CADRES)), **_span(scene), "decision": scene.mark()}


def _excuse(scene: Scene) -> dict[str, Value]:
    return {"unit": id_of(scene.chance.choice(COMMUNES)), **_span(scene), "reason": f"Bão {scene.mark()}"}


def _period(scene: Scene) -> dict[str, Value]:
    return {"first_day": scene.chance.choice((1, 15)), "starts": "2024-06-01", "decision": scene.mark()}


_INSTRUMENTS: Final = {"cadence": _cadence, "leave": _leave, "excuse": _excuse, "period": _period}


_STEPS: Final = {"closed": ("lock", "reopen"), "locked": ("reopen",)}


def _closing(scene: Scene, hand: Hand) -> Said:
    id = closing_id(PERIOD)
    body = hand.phone.shown("closing", id) or {}
    step = scene.chance.choice(_STEPS.get(str(body.get("status")), ("close",)))
    args: dict[str, Value] = {
        "entry": scene.new_id(), "period": PERIOD, "round": _round(body), "text": f"Vì {scene.mark()}",
    }  # fmt: skip
    return said_of(scene, hand, f"closing.{step}", id, args=args)


# --- Tasks and figures -----------------------------------------------------------------------------------------------


def _task(scene: Scene, hand: Hand) -> Said:
    found = _shown(scene, hand, "task") if scene.chance.random() < 0.4 else None
    body = found[1] if found else {}
    goals = body.get("goals") or [[scene.new_id(), f"Kết nạp {scene.mark()}", "người", 5_000, "ge", None, "higher"]]
    milestones = body.get("milestones") or [[scene.new_id(), f"Mốc {scene.mark()}", add_days(scene.today, 9)]]
    args: dict[str, Value] = {
        "entry": scene.new_id(), "round": _round(body), "title": f"Việc {scene.mark()}", "why": f"Do {scene.mark()}",
        "unit": _place(scene, hand), "owner": id_of(scene.chance.choice(_CADRES)),
        "starts": body.get("starts") or scene.today, "ends": body.get("ends") or add_days(scene.today, 30),
        "goals": goals, "milestones": milestones,
    }  # fmt: skip
    return said_of(scene, hand, "task.set", found[0] if found else _made(scene, "task"), args=args)


def _on_task(step: str) -> Act:
    """A step of who gives tasks, or a word of who works on one."""

    def act(scene: Scene, hand: Hand) -> Said | None:
        found = _shown(scene, hand, "task")
        if found is None:
            return None
        id, body = found
        args = {"entry": scene.new_id(), **_TASK_ARGS[step](scene, body)}
        return said_of(scene, hand, f"task.{step}", id, args=args)

    return act


def _reason(scene: Scene, body: Mapping[str, Value]) -> dict[str, Value]:
    return {"round": _round(body), "text": f"Lý do {scene.mark()}"}


def _first(body: Mapping[str, Value], name: str, scene: Scene) -> Value:
    rows = items_of(body.get(name))
    return scene.chance.choice(rows)[0] if rows else scene.new_id()


_TASK_ARGS: Final[Mapping[str, Any]] = {
    "extend": lambda scene, body: {
        **_reason(scene, body), "until": add_days(str(body["ends"]), scene.chance.randrange(1, 9)),
    },
    "close": _reason, "drop": _reason, "reopen": _reason,
    "progress": lambda scene, body: {
        "goal": _first(body, "goals", scene), "day": scene.today, "value_e3": scene.chance.randrange(9_000),
        "comparator": "eq", "source": f"Báo cáo {scene.mark()}",
    },
    "strike": lambda scene, body: {"point": _first(body, "points", scene), "text": f"Nhầm {scene.mark()}"},
    "reach": lambda scene, body: {
        "milestone": _first(body, "milestones", scene), "day": scene.chance.choice((scene.today, None)),
        "text": f"Đạt {scene.mark()}",
    },
    "tie": lambda scene, _body: {"visit": scene.chance.choice(scene.sent[-6:] or [scene.new_id()])},
}  # fmt: skip


def _measured(entity: str) -> Act:
    """A plan or a figure: a new one, or another in place of one that stands."""

    def act(scene: Scene, hand: Hand) -> Said:
        found = _shown(scene, hand, entity) if scene.chance.random() < 0.4 else None
        args: dict[str, Value] = {
            "indicator": INDICATOR, "unit": _place(scene, hand), "starts": "2024-06-01",
            "ends": "2024-06-30", "value_e3": scene.chance.randrange(9) * 1_000, "comparator": "eq",
            **({"decision": scene.mark()} if entity == "target" else {"estimated": True, "source": scene.mark()}),
        }  # fmt: skip
        return said_of(scene, hand, f"{entity}.set", found[0] if found else _made(scene, entity), args=args)

    return act


# --- Invitations and joint records -----------------------------------------------------------------------------------


def _times(scene: Scene) -> dict[str, Value]:
    day = add_days(scene.today, scene.chance.randrange(1, 9))
    return {"starts": day, "ends": day, "from_minute": 60 * scene.chance.randrange(7, 16), "to_minute": None}


def _invite(scene: Scene, hand: Hand) -> Said:
    found = _shown(scene, hand, "invitation") if scene.chance.random() < 0.3 else None
    body = found[1] if found else {}
    times = {name: body[name] for name in ("starts", "ends", "from_minute", "to_minute")} if found else _times(scene)
    place = str(body.get("unit") or _place(scene, hand))
    invited: list[Value] = [id_of(name) for name in _in_charge(place)]
    if scene.chance.random() < 0.2:
        invited.append(id_of(scene.chance.choice(_CADRES)))
    args: dict[str, Value] = {
        "entry": scene.new_id(), "round": _round(body), "unit": place,
        "kind": scene.chance.choice(VISIT_KINDS), "title": f"Họp {scene.mark()}", "text": f"Bàn {scene.mark()}",
        **times, "invited": invited,
    }  # fmt: skip
    return said_of(scene, hand, "invitation.set", found[0] if found else _made(scene, "invitation"), args=args)


def _in_charge(place: str) -> list[str]:
    """Who has to go where a meeting is, as it was on the first day."""
    here = [name for name in _CADRES if id_of(ROLES[name][1] or "") == place]
    return [*here, "giang"] if place in (id_of(COMMUNES[0]), id_of(COMMUNES[1])) else here


def _on_invitation(step: str) -> Act:
    """A step of who invites, or a word of who is invited."""

    def act(scene: Scene, hand: Hand) -> Said | None:
        found = _shown(scene, hand, "invitation")
        if found is None:
            return None
        id, body = found
        args: dict[str, Value] = {"entry": scene.new_id(), "round": _round(body)}
        if step != "attend":
            args["text"] = f"Vì {scene.mark()}"
        if step in ("move", "propose"):
            args |= _times(scene)
        if step == "answer":
            args["answer"] = scene.chance.choice(("yes", "yes", "no"))
        return said_of(scene, hand, f"invitation.{step}", id, args=args)

    return act


def _acknowledge(scene: Scene, hand: Hand) -> Said | None:
    found = visit_shown(scene, hand)
    if found is None:
        return None
    args: dict[str, Value] = {
        "visit": found[0], "round": found[1]["round"], "stance": scene.chance.choice(_STANCES),
        "text": f"Xã nói {scene.mark()}",
    }  # fmt: skip
    return said_of(scene, hand, "acknowledgement.give", scene.new_id(), args=args)


# --- Items -----------------------------------------------------------------------------------------------------------


def _split(scene: Scene, hand: Hand) -> Said | None:
    found = item_shown(scene, hand, "new", "owned")
    if found is None:
        return None
    chance, parts = scene.chance, list[Value]()
    for _ in range(2):
        scene.feedback.append(scene.new_id())
        kinds = [chance.choice(FEEDBACK_KINDS), id_of(chance.choice(THEMES)), chance.choice(URGENCIES)]
        parts.append([scene.feedback[-1], f"Phần {scene.mark()}", *kinds])
    args: dict[str, Value] = {"entry": scene.new_id(), "parts": parts, "text": f"Tách {scene.mark()}"}
    return said_of(scene, hand, "feedback.split", found[0], args=args)


def _link(scene: Scene, hand: Hand) -> Said | None:
    found, other = item_shown(scene, hand, "new", "owned"), item_shown(scene, hand, "new", "owned")
    if found is None or other is None:
        return None
    args: dict[str, Value] = {"entry": scene.new_id(), "original": other[0], "text": f"Trùng {scene.mark()}"}
    return said_of(scene, hand, "feedback.link", found[0], args=args)


def _plain(kind: str, **more: Any) -> Act:
    def act(scene: Scene, hand: Hand) -> Said | None:
        found = item_shown(scene, hand, "new", "owned")
        if found is None:
            return None
        made = {name: make(scene) for name, make in more.items()}
        args: dict[str, Value] = {"entry": scene.new_id(), "text": f"Lời {scene.mark()}", **made}
        return said_of(scene, hand, kind, found[0], args=args)

    return act


_move = _plain("feedback.move", unit=lambda scene: id_of(scene.chance.choice((*COMMUNES, "Xã Mới"))))
_unlink = _plain("feedback.unlink")

_KEEPER: Final = (
    (_book("cadence"), 1), (_book("leave"), 2), (_book("excuse"), 2), (_book("period"), 1), (_closing, 2),
)  # fmt: skip
_GIVER: Final = (
    (_task, 3), *((_on_task(step), 1) for step in ("extend", "close", "drop", "reopen")),
)  # fmt: skip
_TELLER: Final = (
    (_on_task("progress"), 3), (_on_task("strike"), 1), (_on_task("reach"), 1), (_on_task("tie"), 1),
    (_measured("progress"), 2),
)  # fmt: skip
_SORTER: Final = ((_split, 3), (_link, 3), (_unlink, 1), (_move, 2))
_INVITER: Final = ((_invite, 3), (_on_invitation("move"), 1), (_on_invitation("withdraw"), 1))
_GUEST: Final = ((_on_invitation("answer"), 3), (_on_invitation("propose"), 1), (_on_invitation("attend"), 1))

HABITS: Final[Mapping[str, tuple[tuple[Act, float], ...]]] = {
    "cadre": (*_TELLER, *_GUEST),
    "leader": (*_GIVER, *_TELLER, *_GUEST),
    "contact": (*_INVITER, *_TELLER, (_acknowledge, 4)),
    "supervisor": (*_KEEPER, *_GIVER, *_TELLER, (_measured("target"), 2)),
    "clerk": (*_KEEPER, *_GIVER, *_INVITER, (_measured("target"), 2), *_SORTER),
    "agency": ((_on_task("progress"), 1), (_on_task("reach"), 1)),
}
