"""Difficult tasks as the cast gives them and tells of them."""

from __future__ import annotations

from typing import Any

from tests.cast import HOME
from tests.factories import id_of
from tests.hand import Hand, Outcome, new_id

GOAL = id_of("goal: houses")
MILESTONE = id_of("milestone: the list is closed")


def goal(id: str = GOAL, text: str = "Xóa nhà tạm", measure: str = "nhà", target: int = 9000, **more: Any) -> list[Any]:
    """A row of an aim."""
    cells = {"comparator": "eq", "baseline_e3": None, "direction": "higher", **more}
    return [id, text, measure, target, cells["comparator"], cells["baseline_e3"], cells["direction"]]


def frame(**said: Any) -> dict[str, Any]:
    """What `task.set` says of a sound task of the home commune, owned by its contact."""
    return {
        "entry": new_id("entry"),
        "round": 0,
        "title": "Xóa nhà tạm, nhà dột nát",
        "why": "Vướng giấy tờ đất",
        "unit": id_of(HOME),
        "owner": id_of("contact"),
        "starts": "2024-01-01",
        "ends": "2024-09-30",
        "goals": [goal()],
        "milestones": [[MILESTONE, "Chốt danh sách", "2024-03-31"]],
        **said,
    }


def give(hand: Hand, id: str | None = None, **said: Any) -> str:
    """A task that was taken on; returns its id."""
    id = id or new_id("task")
    assert hand.do("task.set", id, **frame(**said)) == "applied"
    return id


def measure(hand: Hand, task: str, value: int, day: str = "2024-05-22", **said: Any) -> Outcome:
    """A point of the task's aim."""
    told = {"entry": new_id("point"), "goal": GOAL, "day": day, "value_e3": value, "comparator": "eq", **said}
    return hand.do("task.progress", task, **told)


def register(hand: Hand, as_of: str | None = None) -> dict[str, Any]:
    """The register that the person may ask for."""
    answer = hand.phone.get("/api/tasks", query_string={"as_of": as_of} if as_of else None)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def listed(hand: Hand, task: str, as_of: str | None = None) -> dict[str, Any]:
    """One task of the register."""
    return next(each for each in register(hand, as_of)["tasks"] if each["id"] == task)
