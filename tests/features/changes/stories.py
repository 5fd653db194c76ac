"""Change plans as the administrator of the cast makes them."""

from __future__ import annotations

from typing import Any

from server.features.changes.jobs import catch_up
from server.platform.clock import DAY_MS, SetClock, start_of
from tests.cast import HOME, NEXT_DOOR, Cast
from tests.factories import id_of

DAY = "2024-07-01"
JOINED = "Xã An Bình"
Rows = list[dict[str, str]]
MERGER: Rows = [{"old": HOME, "name": JOINED, "type": "xã"}, {"old": NEXT_DOOR, "name": JOINED, "type": "xã"}]
SPLIT: Rows = [{"old": HOME, "name": "Xã An Đông"}, {"old": HOME, "name": "Xã An Tây"}]


def planned(cast: Cast, rows: Rows = MERGER, **said: Any) -> str:
    """A plan that was written; returns its id."""
    body = {"day": DAY, "title": "Sắp xếp đơn vị", "decision": "12/NQ", "rows": rows, **said}
    answer = cast.admin.phone().post("/api/admin/changes", body)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def looked(cast: Cast, plan: str) -> dict[str, Any]:
    """What the administrator reads before it takes effect."""
    answer = cast.admin.phone().get(f"/api/admin/changes/{plan}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def applied(cast: Cast, plan: str) -> None:
    """The plan took effect."""
    answer = cast.admin.phone().post(f"/api/admin/changes/{plan}/apply")
    assert answer.status_code == 200, answer.text


def keep(cast: Cast, plan: str, *people: str, role: str = "cadre") -> None:
    """The administrator says who goes on in that role, wherever they may."""
    found = looked(cast, plan)
    names = {f"Người {one}" for one in people}
    kept = [
        {"assignment": candidate["assignment"], "key": choice["key"]}
        for choice in found["choices"]
        for candidate in choice["candidates"]
        if choice["role"] == role and candidate["person"] in names
    ]
    body = {"day": found["day"], "title": found["title"], "decision": found["decision"], "keep": kept}
    assert cast.admin.phone().ask("PUT", f"/api/admin/changes/{plan}", body).status_code == 200


def come(cast: Cast, clock: SetClock, day: str = DAY) -> None:
    """Eight o'clock of that day, after the office's nightly work."""
    clock.move(start_of(day) + DAY_MS // 3 - clock.now_ms())
    catch_up(cast.here)


def unit_called(cast: Cast, name: str) -> str:
    """The id of the unit that has that name, the latest where there are several."""
    units = [one for one in cast.admin.phone().get("/api/admin/units").get_json() if one["name"] == name]
    return str(max(units, key=lambda one: one["valid_from"] or "")["id"])


HOME_ID, NEXT_DOOR_ID = id_of(HOME), id_of(NEXT_DOOR)
