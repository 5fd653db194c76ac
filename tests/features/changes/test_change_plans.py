"""A change of units from the plan to the day after it: looked at, applied in one act, and followed by what was open."""

from __future__ import annotations

from typing import Any

import pytest

from server.platform.clock import SetClock
from tests.cast import AWAY, HOME, NEAR, NEXT_DOOR, Cast
from tests.factories import id_of
from tests.features.changes.stories import (
    DAY,
    HOME_ID,
    JOINED,
    MERGER,
    SPLIT,
    applied,
    come,
    keep,
    looked,
    planned,
    unit_called,
)
from tests.features.feedback.stories import ITEM, kinds, of, owned, raised, say
from tests.features.visits.stories import REPORT as WORDS
from tests.features.visits.stories import submit as sent
from tests.hand import Hands, new_id


def test_a_plan_is_looked_at_and_writes_nothing(cast: Cast, hands: Hands) -> None:
    item = raised(hands.owner)
    before = cast.admin.phone().get("/api/admin/units").get_json()
    found = looked(cast, planned(cast))
    assert [row["verdict"] for row in found["rows"]] == ["merge", "merge"]
    assert [(move["name"], len(move["from"])) for move in found["moves"]] == [("xã Xã An Bình, huyện Huyện Một", 2)]
    assert (found["fits"], found["items_moving"], found["items_asking"]) == (True, 1, [])
    assert found["assignments_ending"] == 3
    assert [one["person"] for one in found["going_on"]] == ["Người contact"]
    [choice] = found["choices"]
    assert {one["person"] for one in choice["candidates"]} == {"Người owner", "Người colleague"}
    assert found["vacant"] == ["xã Xã An Bình, huyện Huyện Một"]
    assert cast.admin.phone().get("/api/admin/units").get_json() == before
    assert of(hands.owner, item)["unit"] == HOME_ID


def test_the_look_shows_an_administrator_no_word_of_an_item(cast: Cast, hands: Hands) -> None:
    raised(hands.owner)
    found = looked(cast, planned(cast, SPLIT))
    [item] = found["items_asking"]
    assert set(item) == {"id", "number", "unit", "heirs"}
    assert "Kênh N3" not in str(found)


@pytest.mark.parametrize("who", ["owner", "clerk", "supervisor"])
def test_plans_are_an_administrators_alone(cast: Cast, who: str) -> None:
    plan = planned(cast)
    phone = getattr(cast, who).phone()
    assert phone.get("/api/admin/changes").status_code == 404
    assert phone.get(f"/api/admin/changes/{plan}").status_code == 404
    assert phone.post(f"/api/admin/changes/{plan}/apply").status_code == 404


def test_a_plan_with_a_bad_line_is_not_applied_at_all(cast: Cast) -> None:
    plan = planned(cast, [*MERGER, {"old": "Xã Không Có", "name": "Xã Mới"}])
    assert [row.get("code") for row in looked(cast, plan)["rows"]] == [None, None, "unit_unknown"]
    answer = cast.admin.phone().post(f"/api/admin/changes/{plan}/apply")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "plan_unfit")
    assert all(one["valid_to"] is None for one in cast.admin.phone().get("/api/admin/units").get_json())


def test_a_line_that_tells_a_code_shows_whose_it_is(cast: Cast) -> None:
    unit = {"name": HOME, "type": "commune", "level": "commune", "parent": id_of(NEAR), "code": "21690"}
    assert cast.admin.phone().patch(f"/api/admin/units/{HOME_ID}", unit).status_code == 200
    plan = planned(cast, [{"old": "21690", "name": "A"}, {"old": "99999", "name": "B"}])
    assert [row["old"] for row in looked(cast, plan)["rows"]] == ["xã Xã An, huyện Huyện Một (21690)", "99999"]


def test_a_line_that_contradicts_another_or_forgets_what_lies_below_says_so(cast: Cast) -> None:
    plan = planned(cast, [{"old": NEAR, "abolish": "x"}, {"old": HOME, "name": "A"}, {"old": HOME, "name": "A"}])
    assert [row.get("code") for row in looked(cast, plan)["rows"]] == [
        "children_left",
        "parent_unknown",
        "parent_unknown",
    ]
    plan = planned(cast, [{"old": HOME, "name": "A"}, {"old": HOME, "name": "A"}])
    assert [row.get("code") for row in looked(cast, plan)["rows"]] == [None, "row_twice"]


def test_a_plan_is_applied_once_and_stays_as_it_was(cast: Cast) -> None:
    plan = planned(cast)
    applied(cast, plan)
    phone = cast.admin.phone()
    again = phone.post(f"/api/admin/changes/{plan}/apply")
    change = phone.ask("PUT", f"/api/admin/changes/{plan}", {"day": DAY, "title": "Khác"})
    assert [each.get_json()["error"]["code"] for each in (again, change)] == ["already_done", "already_done"]
    assert phone.delete(f"/api/admin/changes/{plan}").status_code == 409


def test_nothing_changes_for_anyone_before_the_day(cast: Cast, hands: Hands) -> None:
    item = owned(hands)
    plan = planned(cast)
    applied(cast, plan)
    assert of(hands.owner, item)["unit"] == HOME_ID
    assert hands.owner.do("visit.submit", new_id("visit"), set=WORDS, round=1) == "applied"


def test_an_open_item_moves_to_the_only_heir_and_says_from_where(cast: Cast, hands: Hands, clock: SetClock) -> None:
    item, closed = owned(hands), raised(hands.owner)
    assert say(hands.owner, "explain", closed, text="Đã rõ.") == "applied"
    applied(cast, planned(cast))
    come(cast, clock)
    moved = of(hands.clerk, item)
    assert moved["unit"] == unit_called(cast, JOINED)
    assert kinds(moved)[-1] == "moved"
    assert moved["thread"][-1][-1] == HOME_ID
    assert of(hands.clerk, closed)["unit"] == HOME_ID
    come(cast, clock, "2024-07-02")
    assert of(hands.clerk, item) == moved


def test_the_agency_answers_and_the_heirs_contact_confirms_what_moved(
    cast: Cast, hands: Hands, clock: SetClock
) -> None:
    item = owned(hands)
    applied(cast, planned(cast))
    come(cast, clock)
    assert say(hands.agency, "answer", item, round=1, outcome="settled", text="Đã nạo vét.") == "applied"
    assert say(hands.contact, "confirm", item, round=1) == "applied"


def test_an_item_of_a_unit_that_was_split_waits_for_the_clerk(cast: Cast, hands: Hands, clock: SetClock) -> None:
    item = owned(hands)
    applied(cast, planned(cast, SPLIT))
    come(cast, clock)
    assert of(hands.clerk, item)["unit"] == HOME_ID
    east = unit_called(cast, "Xã An Đông")
    assert say(hands.agency, "move", item, unit=east) == ("quarantined", "not_allowed")
    assert say(hands.clerk, "move", item, unit=id_of(AWAY)) == ("quarantined", "unknown_code")
    assert say(hands.clerk, "move", item, unit=east, text="Kênh ở phía đông.") == "applied"
    moved = of(hands.clerk, item)
    assert (moved["unit"], kinds(moved)[-1], moved["thread"][-1][-1]) == (east, "moved", HOME_ID)
    assert say(hands.clerk, "move", item, unit=unit_called(cast, "Xã An Tây")) == ("quarantined", "not_allowed")


def test_the_stranger_may_not_move_what_he_cannot_see(cast: Cast, hands: Hands, clock: SetClock) -> None:
    item = owned(hands)
    applied(cast, planned(cast, SPLIT))
    come(cast, clock)
    assert say(hands.stranger, "move", item, unit=unit_called(cast, "Xã An Đông")) == ("quarantined", "not_found")


def test_a_report_of_a_day_before_the_change_stays_with_the_old_unit(cast: Cast, hands: Hands, clock: SetClock) -> None:
    plan = planned(cast)
    keep(cast, plan, "owner")
    applied(cast, plan)
    come(cast, clock, "2024-07-03")
    visit = new_id("visit")
    words = {**WORDS, "unit": HOME_ID, "starts": "2024-06-29", "ends": "2024-06-29"}
    assert hands.owner.do("visit.submit", visit, set=words, round=1) == "applied"
    assert (hands.owner.sees("visit", visit) or {})["unit"] == HOME_ID


def test_a_report_of_a_day_after_it_follows_the_only_heir(cast: Cast, hands: Hands, clock: SetClock) -> None:
    plan = planned(cast)
    keep(cast, plan, "owner")
    applied(cast, plan)
    come(cast, clock, "2024-07-03")
    visit = new_id("visit")
    words = {**WORDS, "unit": HOME_ID, "starts": "2024-07-02", "ends": "2024-07-02"}
    assert hands.owner.do("visit.submit", visit, set=words, round=1) == "applied"
    assert (hands.owner.sees("visit", visit) or {})["unit"] == unit_called(cast, JOINED)


def test_a_report_of_a_divided_unit_asks_which_heir(cast: Cast, hands: Hands, clock: SetClock) -> None:
    plan = planned(cast, SPLIT)
    keep(cast, plan, "owner")
    applied(cast, plan)
    come(cast, clock, "2024-07-03")
    words = {**WORDS, "unit": HOME_ID, "starts": "2024-07-02", "ends": "2024-07-02"}
    assert hands.owner.do("visit.submit", new_id("visit"), set=words, round=1) == ("quarantined", "unit_divided")
    assert say(hands.owner, "raise", new_id("item"), set=item_of(HOME_ID)) == ("quarantined", "unit_divided")
    west = unit_called(cast, "Xã An Tây")
    assert hands.owner.do("visit.submit", new_id("visit"), set={**words, "unit": west}, round=1) == "applied"


def test_a_matter_of_an_abolished_unit_is_raised_for_its_heir(cast: Cast, hands: Hands, clock: SetClock) -> None:
    plan = planned(cast)
    keep(cast, plan, "owner")
    applied(cast, plan)
    come(cast, clock)
    item = new_id("item")
    assert say(hands.owner, "raise", item, set=item_of(HOME_ID)) == "applied"
    assert of(hands.owner, item)["unit"] == unit_called(cast, JOINED)


def test_who_monitors_the_merged_commune_reads_all_that_it_was_made_of(
    cast: Cast, hands: Hands, clock: SetClock
) -> None:
    mine, theirs = sent(hands.owner), sent(hands.colleague, unit=id_of(NEXT_DOOR))
    assert hands.owner.sees("report", theirs) is None
    plan = planned(cast)
    keep(cast, plan, "owner")
    applied(cast, plan)
    cursor = hands.owner.sync()[-1].get("cursor")
    come(cast, clock)
    assert hands.owner.sees("report", mine) is not None
    assert hands.owner.sees("report", theirs) is not None
    # The phone that was there before is given what it now may read, without a first load.
    assert (("report", theirs) in _new_rows(hands, cursor)) is True
    assert hands.colleague.sees("report", mine) is None


def test_the_duty_ends_with_the_unit_and_begins_with_the_heir(cast: Cast) -> None:
    plan = planned(cast)
    keep(cast, plan, "owner")
    applied(cast, plan)
    people = {one["id"]: one for one in cast.admin.phone().get("/api/admin/people").get_json()}
    held = {(one["unit"], one["starts"], one["ends"]) for one in people[id_of("owner")]["assignments"]}
    assert held == {(HOME_ID, "2024-01-01", "2024-06-30"), (unit_called(cast, JOINED), DAY, None)}
    left = people[id_of("colleague")]["assignments"]
    assert [(one["unit"], one["ends"]) for one in left] == [(id_of(NEXT_DOOR), "2024-06-30")]


def test_an_abolished_level_leaves_its_communes_under_the_province(cast: Cast, hands: Hands, clock: SetClock) -> None:
    old = sent(hands.owner)
    rows = [
        {"old": NEAR, "abolish": "x"},
        *({"old": name, "name": name, "parent": "Tỉnh"} for name in (HOME, NEXT_DOOR)),
    ]
    applied(cast, planned(cast, rows))
    come(cast, clock)
    assert hands.supervisor.sees("report", old) is not None
    assert hands.owner.sees("report", old) is not None
    fresh = sent(hands.owner, unit=unit_called(cast, HOME), starts=DAY, ends=DAY)
    assert hands.supervisor.sees("report", fresh) is not None
    assert hands.leader.sees("report", fresh) is None


def take_level(cast: Cast, plan: str, level: str = "district") -> dict[str, Any]:
    answer = cast.admin.phone().post(f"/api/admin/changes/{plan}/level", {"level": level})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_one_press_takes_a_level_out_of_the_tree_and_shows_what_becomes_of_all_of_it(
    cast: Cast, hands: Hands, clock: SetClock
) -> None:
    hers = raised(hands.leader, unit=id_of(NEAR))
    plan = planned(cast, [])
    found = take_level(cast, plan)
    levels = {one["level"]: (one["before"], one["after"]) for one in found["levels"]}
    assert (found["fits"], levels["district"], levels["commune"]) == (True, (2, 0), (3, 3))
    assert {one["name"] for one in found["moves"]} == {f"xã {name}" for name in (HOME, NEXT_DOOR, AWAY)}
    assert [(one["id"], one["heirs"]) for one in found["items_asking"]] == [(hers, [])]
    assert ("Người leader", "leader") in {(one["person"], one["role"]) for one in found["leaving"]}
    applied(cast, plan)
    come(cast, clock)
    assert hands.leader.phone.get("/api/tasks").get_json()["tasks"] == []
    assert say(hands.clerk, "move", hers, unit=unit_called(cast, HOME)) == "applied"


def test_a_level_goes_beside_the_lines_that_a_plan_has(cast: Cast) -> None:
    plan = planned(cast)
    found = take_level(cast, plan)
    assert found["fits"]
    assert {one["name"] for one in found["moves"]} == {f"xã {JOINED}", f"xã {AWAY}"}
    assert take_level(cast, plan)["rows"] == found["rows"]


@pytest.mark.parametrize(("level", "status"), [("province", 422), ("hamlet", 422)])
def test_what_stands_on_top_is_no_level_to_take_out(cast: Cast, level: str, status: int) -> None:
    plan = planned(cast, [])
    answer = cast.admin.phone().post(f"/api/admin/changes/{plan}/level", {"level": level})
    assert answer.status_code == status
    assert cast.owner.phone().post(f"/api/admin/changes/{plan}/level", {"level": "district"}).status_code == 404


def test_when_the_province_itself_changes_the_office_follows(cast: Cast, hands: Hands, clock: SetClock) -> None:
    old = sent(hands.owner)
    item = owned(hands)
    applied(cast, planned(cast, [{"old": "Tỉnh", "name": "Tỉnh Mới"}]))
    come(cast, clock)
    assert hands.clerk.sees("report", old) is not None
    assert of(hands.clerk, item)["unit"] == unit_called(cast, HOME)
    [office] = hands.clerk.all("office")
    assert office["province"] == unit_called(cast, "Tỉnh Mới")


def item_of(unit: str) -> dict[str, str]:
    return {**ITEM, "unit": unit}


def _new_rows(hands: Hands, cursor: str | None) -> set[tuple[str, str]]:
    found = set()
    more = True
    while more:
        lines = hands.owner.sync(cursor=cursor)
        for line in lines:
            for table in line.get("rows", ()):
                at = table["cols"].index("id")
                found |= {(table["e"], row[at]) for row in table["rows"]}
            cursor = line.get("cursor", cursor)
        more = lines[-1]["more"]
    return found
